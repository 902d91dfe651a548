//! `POST /card/readings`, `POST /cases/{id}/card/readings`: what a bridge read under a pairing. The server reads the
//! raw files itself, checks what proves them, and keeps what it found.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::card_reading::ReadingMethod;
use madoguchi_model::ids::{CardReadingId, CaseId};
use madoguchi_store::card_pairings::{self, CardPairing};
use madoguchi_store::card_readings::{self, NewReading};

use super::pair::desk;
use crate::card_desk::Received;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::redirect;
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::state::AppState;

/// What is said where a reading came too late, twice or for something else.
const AGAIN: &str =
    "このカードの読取りは、時間が過ぎたか、もう受け取っています。カードをもう一度読み取ってください。";

/// What is said where what came makes no sense.
const UNREADABLE: &str = "カードから読み取った内容を確かめられませんでした。もう一度読み取るか、カードを使わずに受け付けてください。";

pub(crate) async fn before_a_case(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let pairing = taken(&app, &officer, &form, None).await?;
    let new = received(&app, &form, &pairing).await?;
    let mut tx = officer.begin(&app).await?;
    card_readings::keep(&mut tx, &new, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect(&format!("/card/readings/{}", new.id)))
}

pub(crate) async fn in_a_case(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    // Another tenant's case is not there, whatever was sent.
    let (_, file) = to_change(&app, &officer, id).await?;
    let pairing = taken(&app, &officer, &form, Some(id)).await?;
    let new = received(&app, &form, &pairing).await?;
    let (mut tx, _) = to_change(&app, &officer, id).await?;
    card_readings::keep(&mut tx, &new, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect(&file.href(&format!("card/readings/{}", new.id))))
}

/// The pairing that was named, taken for good: it commits before anything is checked, so that it serves once.
pub(crate) async fn taken(
    app: &AppState,
    officer: &Officer,
    form: &FormData,
    case: Option<CaseId>,
) -> Result<CardPairing, PageError> {
    let again = || PageError::Conflict(AGAIN.into());
    let id: CardReadingId = form.raw("pairing").parse().map_err(|_| again())?;
    let mut tx = officer.begin(app).await?;
    let pairing = card_pairings::take(&mut tx, id, officer.staff().id).await?;
    let pairing = pairing
        .filter(|pairing| pairing.is_for.case == case)
        .ok_or_else(again)?;
    tx.commit().await?;
    Ok(pairing)
}

async fn received(app: &AppState, form: &FormData, pairing: &CardPairing) -> Result<NewReading, PageError> {
    let unreadable = || PageError::Conflict(UNREADABLE.into());
    let method = ReadingMethod::from_code(form.raw("method")).ok_or_else(unreadable)?;
    let challenge = &pairing.is_for.challenge;
    let received =
        Received::read(form.raw("read"), challenge, app.clock.today()).map_err(|_| unreadable())?;
    let certificate = match received.certificate {
        Some(certificate) => Some(
            desk(app)?
                .certificates
                .check_answer(certificate, app.clock.now())
                .await,
        ),
        None => None,
    };
    Ok(NewReading {
        id: pairing.id,
        case: pairing.is_for.case,
        method,
        holder: received.holder,
        expires_on: received.expires_on,
        genuineness: received.genuineness,
        certificate,
        pictures: received.pictures,
    })
}
