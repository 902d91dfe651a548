//! `/w/{secret}`: the bridge's own window, where the resident types.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use zeroize::Zeroizing;

use super::body;
use crate::bridge::Bridge;
use crate::form::Form;
use crate::page::{MessagePage, WindowPage};
use crate::readings::{Reading, Stage};
use crate::typed::{self, Mistake};

/// Shows the fields, or how the reading ended.
pub(super) async fn show(State(bridge): State<Arc<Bridge>>, Path(secret): Path<String>) -> Response {
    match bridge.readings.of_window(&secret) {
        Some(reading) => page(&bridge, &reading),
        None => html(StatusCode::NOT_FOUND, &MessagePage::gone()),
    }
}

/// Takes what was typed, reads the card, and answers when that is over: so it works without script.
pub(super) async fn submit(
    State(bridge): State<Arc<Bridge>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    sent: Body,
) -> Response {
    let Some(reading) = bridge.readings.of_window(&secret) else {
        return html(StatusCode::NOT_FOUND, &MessagePage::gone());
    };
    // Only the window itself sends its form.
    let own = headers
        .get(ORIGIN)
        .is_some_and(|origin| origin.as_bytes() == bridge.origin().as_bytes());
    if !own {
        return html(StatusCode::FORBIDDEN, &MessagePage::malformed());
    }
    if !body::is(&headers, "application/x-www-form-urlencoded") {
        return html(StatusCode::UNSUPPORTED_MEDIA_TYPE, &MessagePage::malformed());
    }
    let form = match body::read(sent, &*bridge.clock).await {
        Ok(sent) => Form::parse(&sent),
        Err(_) => None,
    };
    let Some(form) = form else {
        return html(StatusCode::BAD_REQUEST, &MessagePage::malformed());
    };
    if form.get("action") == "cancel" {
        reading.cancel();
        return page(&bridge, &reading);
    }
    if reading.stage() == Stage::Waiting {
        match typed::read(&form, &reading.plan.typed()) {
            Ok(secrets) => {
                bridge.begin(&reading, secrets);
            }
            Err(mistakes) => return fields(&bridge, &reading, &mistakes),
        }
    }
    drop(form);
    reading.over().await;
    page(&bridge, &reading)
}

fn page(bridge: &Bridge, reading: &Reading) -> Response {
    let message = match reading.stage() {
        Stage::Waiting => return fields(bridge, reading, &[]),
        Stage::Running => MessagePage::running(),
        Stage::Done(None) => MessagePage::done(),
        Stage::Done(Some(failure)) => MessagePage::failed(&failure),
    };
    html(StatusCode::OK, &message)
}

fn fields(bridge: &Bridge, reading: &Reading, mistakes: &[Mistake]) -> Response {
    let asker = bridge.settings.server(&reading.pairing.origin);
    let asker = asker.map_or("", |server| server.name.as_str());
    let status = if mistakes.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html(status, &WindowPage::new(reading, asker, mistakes))
}

fn html(status: StatusCode, page: &impl Template) -> Response {
    let written = page.render().unwrap_or_default().into_bytes();
    let mut response = Response::new(Body::from(Bytes::from_owner(Zeroizing::new(written))));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}
