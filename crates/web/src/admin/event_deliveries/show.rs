//! `GET /admin/event-deliveries/{event_id}/{event_receiver_id}`: every attempt at one delivery.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::webhooks::{self, Attempt, DeliveryState};
use uuid::Uuid;

use super::row::{answer, status};
use super::{DeliveryRow, PATH};
use crate::admin::event_receivers::receiver_name;
use crate::components::{Status, StatusTone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/event_deliveries/show.html")]
struct ShowPage {
    chrome: Chrome,
    row: DeliveryRow,
    status: Status,
    event_type: String,
    event: String,
    subject: String,
    path: String,
    receiver_path: String,
    /// It does not wait, and can be put back.
    may_replay: bool,
    attempts: Vec<AttemptRow>,
}

struct AttemptRow {
    number: i32,
    at: String,
    answer: String,
    status: Status,
}

fn row(attempt: &Attempt) -> AttemptRow {
    AttemptRow {
        number: attempt.attempt,
        at: time::exact(attempt.at),
        answer: answer(attempt.status, attempt.error.as_deref()),
        status: if attempt.error.is_none() {
            Status::new(StatusTone::Done, "届いた")
        } else {
            Status::new(StatusTone::Error, "届かなかった")
        },
    }
}

/// Shows a delivery.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((event, receiver)): PathId<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let delivery = webhooks::delivery(&mut tx, event, receiver)
        .await?
        .ok_or(PageError::NotFound)?;
    let named = webhooks::endpoint(&mut tx, receiver)
        .await?
        .ok_or(PageError::NotFound)?;
    let attempts = webhooks::attempts(&mut tx, event, receiver).await?;
    Ok(Page(ShowPage {
        chrome: officer
            .page(delivery.kind.label(), Area::EventReceivers)
            .above("通知先", "/admin/event-receivers")
            .above("送信の記録", PATH),
        status: status(&delivery),
        event_type: delivery.kind.event_type(),
        event: event.to_string(),
        subject: delivery.subject.clone(),
        path: format!("{PATH}/{event}/{receiver}"),
        receiver_path: format!("/admin/event-receivers/{receiver}"),
        may_replay: delivery.state != DeliveryState::Waiting,
        row: DeliveryRow::new(&delivery, &receiver_name(&named), tx.now()),
        attempts: attempts.iter().map(row).collect(),
    })
    .into_response())
}
