//! `POST /card/pairings`, `POST /cases/{id}/card/pairings`: leave for one page to read one card. Answers JSON.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use madoguchi_card::bridge::{Document, OpeningKey, Pairing, Permission};
use madoguchi_model::ids::CaseId;
use madoguchi_store::TenantTx;
use madoguchi_store::card_pairings::{self, CardPairing, NewPairing};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::card_desk::CardDesk;
use crate::error::PageError;
use crate::gate::{BridgeOrigin, PathId};
use crate::page::Page;
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::state::AppState;

/// What a reading of who somebody is may ask for.
const WHO: [Permission; 2] = [Permission::Attributes, Permission::Authentication];

/// A page that may speak to the bridge: its policy names the bridge's origin.
pub(crate) fn with_bridge(app: &AppState, page: impl Template) -> Response {
    let mut response = Page(page).into_response();
    if let Some(desk) = &app.card {
        response
            .extensions_mut()
            .insert(BridgeOrigin(desk.bridge.clone()));
    }
    response
}

/// The desk, or the error of a server without one.
pub(crate) fn desk(app: &AppState) -> Result<&CardDesk, PageError> {
    app.card.as_deref().ok_or_else(|| PageError::Stopped {
        title: "カードを読み取れません".into(),
        text: "このサーバーには、カード読取りの設定がありません。カードを使わずに受け付けてください。".into(),
    })
}

pub(crate) async fn before_a_case(
    State(app): State<AppState>,
    officer: Officer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let tx = officer.begin(&app).await?;
    let new = new_pairing(&app, None);
    issue(&app, &officer, tx, &headers, new, WHO.to_vec(), None).await
}

pub(crate) async fn for_a_case(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (tx, _) = to_change(&app, &officer, id).await?;
    let new = new_pairing(&app, Some(id));
    issue(&app, &officer, tx, &headers, new, WHO.to_vec(), None).await
}

/// A pairing with a fresh challenge.
pub(crate) fn new_pairing(app: &AppState, case: Option<CaseId>) -> NewPairing {
    let mut challenge = [0; 32];
    app.entropy.fill(&mut challenge);
    NewPairing {
        case,
        challenge,
        to_sign: None,
        individual_number: None,
    }
}

/// Records a pairing and answers its token. `title` is that of the document to be signed.
pub(crate) async fn issue(
    app: &AppState,
    officer: &Officer,
    mut tx: TenantTx,
    headers: &HeaderMap,
    new: NewPairing,
    may: Vec<Permission>,
    title: Option<String>,
) -> Result<Response, PageError> {
    let desk = desk(app)?;
    // The gate has made sure that it is our own page's.
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let origin = origin.ok_or(PageError::ForeignForm)?.to_owned();
    let made = card_pairings::create(&mut tx, new, officer.staff().id).await?;
    let token = desk
        .signing
        .token(&pairing(&made, officer, origin, may, title, desk))
        .map_err(PageError::internal)?;
    officer.commit(tx).await?;
    Ok(Json(json!({ "pairing": made.id, "token": token, "expires_at": made.expires_at })).into_response())
}

fn pairing(
    made: &CardPairing,
    officer: &Officer,
    origin: String,
    may: Vec<Permission>,
    title: Option<String>,
    desk: &CardDesk,
) -> Pairing {
    let numbers = may.contains(&Permission::IndividualNumber);
    let to_sign = made.is_for.to_sign.as_ref();
    Pairing {
        id: made.id.0,
        origin,
        officer: officer.staff().id.0,
        case: made.is_for.case.map_or(Uuid::nil(), |case| case.0),
        challenge: made.is_for.challenge.to_vec(),
        document: to_sign.map(|sign| Document {
            title: title.unwrap_or_default(),
            sha256: Sha256::digest(&sign.document).to_vec(),
        }),
        seal_to: desk.numbers.as_ref().filter(|_| numbers).map(OpeningKey::seal_to),
        issued_at: made.issued_at.timestamp(),
        expires_at: made.expires_at.timestamp(),
        may,
    }
}
