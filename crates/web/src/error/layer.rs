//! Turns a [`PageError`] into its page, or into problem details for programs.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::PageError;
use super::page::ErrorPage;
use crate::api::ApiError;
use crate::gate::Caller;
use crate::page::Area;
use crate::state::AppState;

/// Writes the page of an error response, in the frame of whoever asked; other responses pass.
pub(crate) fn error_pages(app: &AppState, caller: &Caller, mut response: Response) -> Response {
    let Some(error) = response.extensions_mut().remove::<PageError>() else {
        return response;
    };
    let error_id = logged(app, &error).unwrap_or_default();
    let mut chrome = caller.chrome("");
    chrome.flash = None;
    if let Some(signed_in) = &caller.signed_in {
        chrome = chrome.area(
            Area::Nowhere,
            signed_in.session.staff.role,
            &signed_in.session.section,
        );
    }
    let status = error.status();
    let page = ErrorPage::new(chrome, &error, error_id);
    let mut answer = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    };
    if error == PageError::Unavailable {
        come_back(&mut answer);
    }
    answer
}

/// Writes the problem details of an error response of the API; other responses pass.
pub(crate) fn error_problems(app: &AppState, mut response: Response) -> Response {
    let Some(error) = response.extensions_mut().remove::<PageError>() else {
        return response;
    };
    let error_id = logged(app, &error);
    let unavailable = error == PageError::Unavailable;
    let mut answer = ApiError::Page(error).problem(error_id).into_response();
    // How often the client may still ask was told on the response of the guard.
    for (name, value) in response.headers() {
        if name.as_str().starts_with("ratelimit-") {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    if unavailable {
        come_back(&mut answer);
    }
    answer
}

/// Logs a fault of ours under a number that people can tell support.
fn logged(app: &AppState, error: &PageError) -> Option<String> {
    let id = app.random_text::<6>();
    match error {
        PageError::Internal(cause) => tracing::error!(error_id = id, cause, "a request failed"),
        PageError::Unavailable => tracing::error!(error_id = id, "the database does not answer"),
        _ => return None,
    }
    Some(id)
}

/// Seconds after which to try again.
fn come_back(response: &mut Response) {
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
}
