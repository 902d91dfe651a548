//! `GET /v1/status`: whether there is a bridge, before anything is asked of it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::bridge::Bridge;

#[derive(Serialize)]
pub(super) struct Status {
    name: &'static str,
    version: &'static str,
    api: u8,
    readers: usize,
}

pub(super) async fn status(State(bridge): State<Arc<Bridge>>) -> Json<Status> {
    Json(Status {
        name: "madoguchi-card-bridge",
        version: env!("CARGO_PKG_VERSION"),
        api: 1,
        readers: bridge.terminal.reader_count(),
    })
}
