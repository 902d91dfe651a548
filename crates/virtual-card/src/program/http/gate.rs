//! Who is let in: requests to this address, from its own page or from no page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::http;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Refuses another host (DNS rebinding) and another origin; says on every answer what a browser may do with it.
pub(super) async fn pass(State(state): State<Arc<http::State>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_responder = path == "/ocsp" || (request.method() == Method::GET && path.starts_with("/ocsp/"));
    let mut response = match refusal(request.headers(), &state.address, for_responder) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (CACHE_CONTROL, "no-store"),
    ] {
        set(headers, name, value);
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

fn refusal(headers: &HeaderMap, address: &str, for_responder: bool) -> Option<(StatusCode, &'static str)> {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or_default())
    };
    // OCSP clients name the host without its port, or none; what they learn is no secret.
    if text(HOST) != Some(address) && !for_responder {
        return Some((StatusCode::MISDIRECTED_REQUEST, "another host"));
    }
    match text(ORIGIN) {
        Some(origin) if origin.strip_prefix("http://") != Some(address) => {
            Some((StatusCode::FORBIDDEN, "another page"))
        }
        _ => None,
    }
}
