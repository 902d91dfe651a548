//! `GET /cases/{id}/card` and `GET /cases/{id}/card/readings/{reading}`: the cards of a case's people, several in a row.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::card_reading::CardReading;
use madoguchi_model::ids::{CardReadingId, CaseId};
use madoguchi_store::TenantTx;
use madoguchi_store::{card_readings, individual_numbers};

use super::matches::may_be_protected;
use super::of_case_page::{CasePage, ReadingOfCasePage};
use super::pair::with_bridge;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::staff::cases::{CaseFile, Editing, to_edit};
use crate::state::AppState;

pub(crate) async fn cards(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = to_edit(&app, &officer, id).await?;
    let mut tx = officer.begin(&app).await?;
    let numbers = individual_numbers::of_case(&mut tx, id).await?;
    let page = CasePage::new(&app, &officer, &file, &editing, &numbers);
    Ok(with_bridge(&app, page))
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((case, id)): PathId<(CaseId, CardReadingId)>,
) -> Result<Response, PageError> {
    let (file, editing) = to_edit(&app, &officer, case).await?;
    let mut tx = officer.begin(&app).await?;
    let reading = reading(&mut tx, &file, id).await?;
    let withheld = withheld(&mut tx, &officer, &file, &reading).await?;
    let errors = FormErrors::new();
    let page = ReadingOfCasePage::new(&app, &officer, &file, &editing, &reading, withheld, &errors);
    Ok(Page(page).into_response())
}

/// The page of a reading with the errors of one of its forms.
pub(super) async fn invalid(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    file: &CaseFile,
    id: CardReadingId,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    let reading = reading(tx, file, id).await?;
    let withheld = withheld(tx, officer, file, &reading).await?;
    let page = ReadingOfCasePage::new(app, officer, file, &Editing::Mine, &reading, withheld, errors);
    Ok(Page::invalid(page))
}

/// Whether the address on a card is withheld: the case is of a protected household, or the card may be of another one.
pub(super) async fn withheld(
    tx: &mut TenantTx,
    officer: &Officer,
    file: &CaseFile,
    reading: &CardReading,
) -> Result<bool, PageError> {
    // A lift is for the household of the case; whoever's card this is belongs to it then.
    Ok(file.withheld() || (file.lift.is_none() && may_be_protected(tx, officer, &reading.holder).await?))
}

/// A reading of a case.
pub(super) async fn reading(
    tx: &mut TenantTx,
    file: &CaseFile,
    id: CardReadingId,
) -> Result<CardReading, PageError> {
    let found = card_readings::get(tx, id).await?;
    found
        .filter(|reading| reading.case_id == Some(file.case.id))
        .ok_or(PageError::NotFound)
}
