//! What went wrong, for who asked by JSON.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use madoguchi_virtual_card::DeskError;
use serde_json::json;

/// A refusal: `{"error":"…"}`.
pub(super) struct Refusal(pub(super) StatusCode, pub(super) String);

impl From<DeskError> for Refusal {
    fn from(error: DeskError) -> Self {
        let status = match error {
            DeskError::NoSuchPerson | DeskError::NoSuchReader => StatusCode::NOT_FOUND,
            DeskError::ReaderInUse | DeskError::CardInUse => StatusCode::CONFLICT,
            DeskError::Person(..) | DeskError::Card => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, error.to_string())
    }
}

impl From<String> for Refusal {
    fn from(error: String) -> Self {
        Self(StatusCode::SERVICE_UNAVAILABLE, error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}
