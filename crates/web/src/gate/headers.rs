//! Headers that keep a page to itself.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Put on a response whose page speaks to the terminal's card bridge: its policy then names that origin too.
#[derive(Clone)]
pub(crate) struct BridgeOrigin(pub(crate) String);

/// Put on a response with a file of somebody else's: whatever is in it, nothing of it runs, asks or is sent anywhere.
#[derive(Clone, Copy)]
pub(crate) struct Sandboxed;

/// `same-origin` tells other sites as little as `no-referrer` does; with `no-referrer` browsers would send
/// `Origin: null` with our own forms, and the check of the origin would be worth nothing.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Adds the headers to every response; pages are kept nowhere.
pub(crate) async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let bridge = response.extensions_mut().remove::<BridgeOrigin>();
    let sandboxed = response.extensions_mut().remove::<Sandboxed>();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if sandboxed.is_some() {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
        );
    }
    if let Some(BridgeOrigin(origin)) = bridge {
        let policy = POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {origin}"));
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
