//! `GET /admin/event-receivers/{event_receiver_id}`: a receiver, what was sent to it, and what can be done.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::TenantTx;
use madoguchi_store::webhooks::{self, DeliveryCounts, DeliveryFilter, Endpoint, EndpointState};
use uuid::Uuid;

use super::fields::{ReceiverFields, Typed};
use super::list::no_key;
use super::{PATH, receiver_name, receiver_status};
use crate::admin::event_deliveries::DeliveryRow;
use crate::components::{Banner, Choice, Choices, FormErrors, InputKind, Status, TextField, Width};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// Newest deliveries on the page.
const NEWEST: u16 = 10;

/// The page of one receiver.
#[derive(Template)]
#[template(path = "admin/event_receivers/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    no_key: Option<Banner>,
    id: String,
    status: Status,
    active: bool,
    /// Until when the former secret signs too; empty where it does not.
    former_until: String,
    counts: DeliveryCounts,
    newest: Vec<DeliveryRow>,
    since: TextField,
    what: Choices,
    fields: ReceiverFields,
}

impl ShowPage {
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        receiver: &Endpoint,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let now = tx.now();
        let counts = webhooks::counts(tx).await?;
        let filter = DeliveryFilter {
            endpoint: Some(receiver.id),
            limit: NEWEST,
            ..DeliveryFilter::default()
        };
        let newest = webhooks::deliveries(tx, &filter).await?;
        let name = receiver_name(receiver);
        Ok(Self {
            chrome: officer
                .page(name.clone(), Area::EventReceivers)
                .above("通知先", PATH)
                .errors(errors),
            no_key: no_key(app),
            id: receiver.id.to_string(),
            status: receiver_status(receiver, now),
            active: receiver.state == EndpointState::Active,
            former_until: receiver
                .former_until
                .filter(|until| *until > now)
                .map(time::day_and_clock)
                .unwrap_or_default(),
            counts: counts.get(&receiver.id).copied().unwrap_or_default(),
            newest: newest
                .iter()
                .map(|delivery| DeliveryRow::new(delivery, &name, now))
                .collect(),
            since: TextField::new("since", "いつからの出来事か")
                .kind(InputKind::Date)
                .width(Width::Short)
                .hint("書かなければ、残っているもの全部。")
                .error(errors.on("since")),
            what: Choices::one(
                "what",
                "何を送り直すか",
                [
                    Choice::new("dead", "送れなかったものだけ").checked(true),
                    Choice::new("all", "届いたものも含めて全部")
                        .note("相手がデータを失ったとき。出来事のIDは前と同じです。"),
                ],
            ),
            fields: typed.fields(errors),
        })
    }
}

/// Shows a receiver.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receiver = webhooks::endpoint(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let typed = Typed::of_receiver(&receiver);
    let page = ShowPage::load(&app, &mut tx, &officer, &receiver, &typed, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
