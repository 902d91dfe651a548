//! Turns a [`PageError`] into its page.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::PageError;
use super::page::ErrorPage;
use crate::gate::Caller;
use crate::page::Area;
use crate::state::AppState;

/// Writes the page of an error response, in the frame of whoever asked; other responses pass.
pub(crate) fn error_pages(app: &AppState, caller: &Caller, mut response: Response) -> Response {
    let Some(error) = response.extensions_mut().remove::<PageError>() else {
        return response;
    };
    let error_id = match &error {
        PageError::Internal(cause) => {
            let id = app.random_text::<6>();
            tracing::error!(error_id = id, cause, "a request failed");
            id
        }
        PageError::Unavailable => {
            let id = app.random_text::<6>();
            tracing::error!(error_id = id, "the database does not answer");
            id
        }
        _ => String::new(),
    };
    let mut chrome = caller.chrome("");
    chrome.flash = None;
    if let Some(signed_in) = &caller.signed_in {
        chrome = chrome.area(Area::Nowhere, signed_in.session.staff.role);
    }
    let status = error.status();
    let page = ErrorPage::new(chrome, &error, error_id);
    let mut answer = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    };
    if error == PageError::Unavailable {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    answer
}
