//! OCSP over HTTP (RFC 6960, appendix A).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::http;
use crate::program::link::lock;

pub(super) async fn post(State(state): State<Arc<http::State>>, request: Bytes) -> Response {
    answer(&state, &request).await
}

/// The request is in the address, base64, percent-encoded.
pub(super) async fn get(State(state): State<Arc<http::State>>, Path(request): Path<String>) -> Response {
    match STANDARD.decode(request) {
        Ok(request) => answer(&state, &request).await,
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn answer(state: &http::State, request: &[u8]) -> Response {
    let answer = lock(&state.desk).ocsp(request);
    match answer {
        Some(answer) => ([(CONTENT_TYPE, "application/ocsp-response")], answer).into_response(),
        // Silent: it hangs on the line until who asked gives up.
        None => std::future::pending().await,
    }
}
