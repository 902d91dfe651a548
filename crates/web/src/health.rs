//! `GET /healthz` and `GET /readyz`, for whatever watches the server. No tenant, no sign-in, no detail.

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::AppState;

/// The program runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The program runs and its database answers.
pub(crate) async fn ready(State(app): State<AppState>) -> (StatusCode, &'static str) {
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
