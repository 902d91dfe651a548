//! Errors of the token endpoint (RFC 6749 section 5.2).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madoguchi_store::{ChangeError, StoreError};
use serde_json::json;

use crate::error::PageError;

/// Why no token is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum TokenError {
    /// The request is not what the RFC says.
    InvalidRequest(&'static str),
    /// The client is not known, or did not prove itself.
    InvalidClient(&'static str),
    /// Another grant than `client_credentials`.
    UnsupportedGrantType,
    /// A scope that there is not, or that the client may not ask for.
    InvalidScope(String),
    /// Too many failures; may try again after so many seconds.
    Locked(i64),
    /// A fault of ours.
    Fault(PageError),
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, code, text) = match self {
            Self::InvalidRequest(text) => (StatusCode::BAD_REQUEST, "invalid_request", text.to_owned()),
            Self::InvalidClient(text) => (StatusCode::UNAUTHORIZED, "invalid_client", text.to_owned()),
            Self::UnsupportedGrantType => (
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "grant_type は client_credentials だけです。".to_owned(),
            ),
            Self::InvalidScope(text) => (StatusCode::BAD_REQUEST, "invalid_scope", text),
            Self::Locked(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "temporarily_unavailable",
                format!("認証に続けて失敗したため、{seconds}秒待ってください。"),
            ),
            Self::Fault(error) => return error.into_response(),
        };
        let locked = status == StatusCode::TOO_MANY_REQUESTS;
        let body = json!({ "error": code, "error_description": text });
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            let basic = HeaderValue::from_static("Basic realm=\"madoguchi\", charset=\"UTF-8\"");
            headers.insert(header::WWW_AUTHENTICATE, basic);
        }
        if locked {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("900"));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

impl From<PageError> for TokenError {
    fn from(error: PageError) -> Self {
        Self::Fault(error)
    }
}

impl From<StoreError> for TokenError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<ChangeError> for TokenError {
    fn from(error: ChangeError) -> Self {
        Self::Fault(error.into())
    }
}
