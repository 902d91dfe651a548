//! Who may ask: requests to this host, from pages of the servers that the settings name.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::bridge::Bridge;
use crate::refusal::Refusal;

/// Only one `Host`: another name that leads here (DNS rebinding) leads nowhere.
pub(super) async fn host(State(bridge): State<Arc<Bridge>>, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(HOST).iter();
    let ours = named
        .next()
        .is_some_and(|host| host.as_bytes() == bridge.host().as_bytes());
    // A request line may name a host as well; pages do not make such lines.
    if !ours || named.next().is_some() || request.uri().authority().is_some() {
        return Refusal::HostNotAllowed.into_response();
    }
    next.run(request).await
}

/// Only origins that the settings name; answers say so to the browser (CORS, Private Network Access).
pub(super) async fn origin(State(bridge): State<Arc<Bridge>>, request: Request, next: Next) -> Response {
    let Some(origin) = allowed(&bridge, request.headers()) else {
        return varied(Refusal::OriginNotAllowed.into_response());
    };
    let mut response = if request.method() == Method::OPTIONS {
        preflight(request.headers())
    } else {
        next.run(request).await
    };
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    varied(response)
}

fn allowed(bridge: &Bridge, headers: &HeaderMap) -> Option<HeaderValue> {
    let mut origins = headers.get_all(ORIGIN).iter();
    let (origin, None) = (origins.next()?, origins.next()) else {
        return None;
    };
    bridge.settings.server(origin.to_str().ok()?)?;
    Some(origin.clone())
}

fn preflight(asked: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, DELETE"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization, content-type"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if asked.contains_key("access-control-request-private-network") {
        let name = HeaderName::from_static("access-control-allow-private-network");
        headers.insert(name, HeaderValue::from_static("true"));
    }
    response
}

/// What is answered depends on who asks.
fn varied(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("Origin"));
    response
}
