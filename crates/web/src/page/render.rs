//! Answering with a page, or sending the browser on.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::Flash;
use crate::error::PageError;

/// A page to answer with. `Page(template)` is 200; `Page::invalid(template)` is 422, for a form that was
/// sent with errors.
pub struct Page<T>(pub T);

impl<T: Template> Page<T> {
    /// Answers 422: the form is shown again with what was typed and what is wrong.
    pub fn invalid(template: T) -> Response {
        Self(template).with_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Answers with another status.
    pub fn with_status(self, status: StatusCode) -> Response {
        let mut response = self.into_response();
        if response.status() == StatusCode::OK {
            *response.status_mut() = status;
        }
        response
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => PageError::internal(error).into_response(),
        }
    }
}

/// Sends the browser on after a form was done (303). `path` is one of our own paths.
pub fn redirect(path: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(path) else {
        return PageError::NotFound.into_response();
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Sends the browser on, with a message for the next page. The message must not name a person.
pub fn redirect_with(path: &str, flash: &Flash) -> Response {
    let mut response = redirect(path);
    let cookie = format!(
        "{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60",
        Flash::COOKIE,
        flash.to_cookie()
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
