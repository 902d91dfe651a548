//! The `OpenAPI` description, made from the code, and a page that reads it to people.

mod describe;
mod page;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::PageError;
use crate::gate::Caller;
use crate::page::Page;
use crate::state::AppState;

pub(crate) use describe::description;

/// `GET /api/v1/openapi.json`
pub(crate) async fn openapi_json(State(_): State<AppState>) -> Result<Response, PageError> {
    let body = serde_json::to_string_pretty(&description()).map_err(PageError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, body).into_response())
}

/// `GET /api/v1/docs`
pub(crate) async fn docs(State(_): State<AppState>, caller: Caller) -> Result<Response, PageError> {
    caller.scope.ok_or(PageError::NotFound)?;
    Ok(Page(page::DocsPage::new(caller.chrome("連携API"), &description())).into_response())
}
