//! `GET /admin/event-deliveries`

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::link_event::EventKind;
use madoguchi_store::webhooks::{self, Delivery, DeliveryFilter, DeliveryState};
use uuid::Uuid;

use super::{DeliveryRow, PATH};
use crate::admin::event_receivers::receiver_name;
use crate::components::{EmptyState, Pagination, SelectField, SelectOption};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// Deliveries on a page.
const PAGE: u16 = 100;

/// The states to choose from.
const STATES: [(&str, &str, DeliveryState); 3] = [
    ("waiting", "送信待ち・再送待ち", DeliveryState::Waiting),
    ("delivered", "届いた", DeliveryState::Delivered),
    ("dead", "送れなかった", DeliveryState::Dead),
];

#[derive(Template)]
#[template(path = "admin/event_deliveries/list.html")]
struct ListPage {
    chrome: Chrome,
    receiver: SelectField,
    state: SelectField,
    kind: SelectField,
    rows: Vec<DeliveryRow>,
    empty: EmptyState,
    pagination: Pagination,
}

fn filter(query: &FormData) -> DeliveryFilter {
    let before = query.raw("before").split_once('.');
    let state = STATES.iter().find(|(code, ..)| *code == query.raw("state"));
    DeliveryFilter {
        state: state.map(|(_, _, state)| *state),
        endpoint: query.raw("receiver").parse().ok(),
        kind: EventKind::from_code(query.raw("kind")),
        before: before
            .and_then(|(position, receiver)| Some((position.parse().ok()?, receiver.parse().ok()?))),
        limit: PAGE,
    }
}

/// The same list, from its newest delivery or from before one.
fn address(query: &FormData, before: Option<&Delivery>) -> String {
    let mut address = form_urlencoded::Serializer::new(format!("{PATH}?"));
    for name in ["receiver", "state", "kind"] {
        if query.has(name) {
            address.append_pair(name, query.raw(name));
        }
    }
    if let Some(last) = before {
        address.append_pair("before", &format!("{}.{}", last.position, last.endpoint));
    }
    address.finish()
}

/// Lists deliveries, newest first.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receivers: BTreeMap<Uuid, String> = webhooks::endpoints(&mut tx)
        .await?
        .iter()
        .map(|receiver| (receiver.id, receiver_name(receiver)))
        .collect();
    let found = webhooks::deliveries(&mut tx, &filter(&query)).await?;
    let now = tx.now();
    let older = found
        .last()
        .filter(|_| found.len() == usize::from(PAGE))
        .map(|last| address(&query, Some(last)));
    let newest = query.has("before").then(|| address(&query, None));
    let rows = found.iter().map(|delivery| {
        let receiver = receivers.get(&delivery.endpoint).map_or("", String::as_str);
        DeliveryRow::new(delivery, receiver, now)
    });
    let rows = rows.collect();
    let named = receivers
        .into_iter()
        .map(|(id, name)| SelectOption::new(id.to_string(), name));
    Ok(Page(ListPage {
        chrome: officer
            .page("送信の記録", Area::EventReceivers)
            .above("通知先", "/admin/event-receivers")
            .lead("どの出来事をいつ送り、何と答えられたか。90日の間残ります。"),
        receiver: SelectField::new("receiver", "通知先", named)
            .blank("すべて")
            .value(query.raw("receiver")),
        state: SelectField::new(
            "state",
            "状態",
            STATES.map(|(code, label, _)| SelectOption::new(code, label)),
        )
        .blank("すべて")
        .value(query.raw("state")),
        kind: SelectField::new(
            "kind",
            "出来事",
            EventKind::ALL.map(|kind| SelectOption::new(kind.code(), kind.label())),
        )
        .blank("すべて")
        .value(query.raw("kind")),
        rows,
        empty: EmptyState::new("送信の記録はありません").line("条件を広げてお試しください。"),
        pagination: Pagination::new(newest, older),
    })
    .into_response())
}
