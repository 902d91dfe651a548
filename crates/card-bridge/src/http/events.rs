//! `GET /v1/events`: what lies on the readers, at once and on every change, until the pairing ends.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use bytes::Bytes;
use http_body_util::channel::{Channel, Sender};

use super::pairing::Paired;
use crate::bridge::Bridge;
use crate::terminal::View;

pub(super) async fn events(State(bridge): State<Arc<Bridge>>, Paired(pairing): Paired) -> Response {
    let (sender, stream) = Channel::<Bytes>::new(4);
    let left = u64::try_from(pairing.expires_at.saturating_sub(bridge.clock.now())).unwrap_or_default();
    tokio::spawn(async move {
        tokio::select! {
            () = tell(&bridge, sender) => {}
            () = bridge.clock.sleep(Duration::from_secs(left)) => {}
        }
    });
    let mut response = Response::new(Body::new(stream));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}

/// Until nobody listens.
async fn tell(bridge: &Bridge, mut sender: Sender<Bytes>) {
    let mut view = bridge.terminal.view();
    view.mark_changed();
    while view.changed().await.is_ok() {
        let Some(event) = view.borrow_and_update().as_ref().map(event) else {
            continue;
        };
        if sender.send_data(event).await.is_err() {
            return;
        }
    }
}

fn event(view: &View) -> Bytes {
    let written = serde_json::to_string(view).unwrap_or_default();
    Bytes::from(format!("data: {written}\n\n"))
}
