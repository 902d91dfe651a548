//! `GET /card/readings/{id}`: what was read before a case is open, and who of the register it may be.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::card_reading::CardReading;
use madoguchi_model::ids::CardReadingId;
use madoguchi_model::resident::{Resident, ResidentState};
use madoguchi_store::TenantTx;
use madoguchi_store::card_readings;

use super::differences::{Difference, compare};
use super::{ReadingView, matches};
use crate::components::{FormErrors, ProtectionMark, Status, StatusTone, TextArea};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// One resident whom the card may be of.
pub(super) struct Match {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) addressee_number: String,
    pub(super) protection: ProtectionMark,
    pub(super) gone: Option<Status>,
    pub(super) lives_here: bool,
    pub(super) lines: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "staff/card/reading.html")]
struct ReadingPage {
    chrome: Chrome,
    reading: ReadingView,
    action: String,
    pictures: String,
    reason: TextArea,
    matches: Vec<Match>,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CardReadingId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let reading = unused(&mut tx, &officer, id).await?;
    let page = page(&app, &mut tx, &officer, &reading, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// A reading that no case has taken up, of the officer's own.
pub(super) async fn unused(
    tx: &mut TenantTx,
    officer: &Officer,
    id: CardReadingId,
) -> Result<CardReading, PageError> {
    let reading = card_readings::get(tx, id).await?.ok_or(PageError::NotFound)?;
    let own = reading.read_by == officer.staff().id && reading.case_id.is_none();
    if own {
        Ok(reading)
    } else {
        Err(PageError::NotFound)
    }
}

async fn page(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    reading: &CardReading,
    errors: &FormErrors,
) -> Result<ReadingPage, PageError> {
    let people = matches::find(tx, officer, &reading.holder).await?;
    let withheld = matches::some_protected(tx, &people).await?;
    let path = format!("/card/readings/{}", reading.id);
    Ok(ReadingPage {
        chrome: officer
            .page("読み取ったカード", Area::Residents)
            .above("カードで受け付ける", "/card")
            .errors(errors),
        reading: ReadingView::new(reading, app.clock.today()),
        pictures: format!("{path}/pictures"),
        action: format!("{path}/decision"),
        reason: reason(errors),
        matches: people
            .iter()
            .map(|person| one(reading, person, withheld))
            .collect(),
    })
}

/// The page with the errors of a form of its own.
pub(super) async fn invalid(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    reading: &CardReading,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    Ok(Page::invalid(page(app, tx, officer, reading, errors).await?))
}

/// The field for why a reading is taken that could not be checked.
pub(super) fn reason(errors: &FormErrors) -> TextArea {
    TextArea::new("reason", "このまま使う理由")
        .hint("例：端末の回線が止まっている。顔写真と券面で本人と確かめた。")
        .error(errors.on("reason"))
        .required()
}

fn one(reading: &CardReading, person: &Resident, withheld: bool) -> Match {
    let gone = person.state != ResidentState::Current;
    Match {
        id: person.id.to_string(),
        name: person.names.name.written.clone(),
        addressee_number: person.addressee_number.clone().unwrap_or_default(),
        protection: ProtectionMark::new(person.protective_measure),
        gone: gone.then(|| Status::new(StatusTone::Error, person.state.label())),
        lives_here: !gone,
        lines: compare(reading, person, withheld),
    }
}
