//! What is answered on 127.0.0.1.

mod assets;
mod body;
mod events;
mod guard;
mod headers;
mod pairing;
mod readings;
mod status;
mod window;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

use crate::bridge::Bridge;
use crate::refusal::Refusal;

/// The service that answers every request.
pub(crate) fn service(
    bridge: Arc<Bridge>,
) -> impl tower::Service<Request, Response = Response, Error = std::convert::Infallible, Future: Send> + Clone + Send
{
    let api = Router::new()
        .route("/v1/status", get(status::status))
        .route("/v1/events", get(events::events))
        .route("/v1/readings", axum::routing::post(readings::start))
        .route("/v1/readings/{id}", get(readings::fetch).delete(readings::cancel))
        .method_not_allowed_fallback(async || Refusal::NotFound)
        .layer(from_fn_with_state(Arc::clone(&bridge), guard::origin));
    let window = Router::new()
        .route("/w/{secret}", get(window::show).post(window::submit))
        .route("/assets/window.css", get(assets::style))
        .route("/assets/window.js", get(assets::script))
        .method_not_allowed_fallback(async || Refusal::NotFound);
    Router::new()
        .merge(api)
        .merge(window)
        .fallback(async || Refusal::NotFound)
        .layer(from_fn_with_state(Arc::clone(&bridge), guard::host))
        .layer(from_fn(headers::safe))
        .with_state(bridge)
        .into_service()
}
