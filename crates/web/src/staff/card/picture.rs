//! `GET /card/readings/{id}/pictures/{which}`, `GET /cases/{id}/card/readings/{reading}/pictures/{which}`: name and
//! address as they are printed on the card, with the characters that its text cannot hold.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::{CardReadingId, CaseId};
use madoguchi_store::TenantTx;
use madoguchi_store::card_readings;

use super::{of_case, show};
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::cases::to_look;
use crate::state::AppState;

pub(crate) async fn before_a_case(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, which)): PathId<(CardReadingId, String)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    show::unused(&mut tx, &officer, id).await?;
    // Whether its household is protected is not decided yet: the address is shown as text, where it may be.
    picture(&mut tx, id, &which, true).await
}

pub(crate) async fn in_a_case(
    State(app): State<AppState>,
    officer: Officer,
    PathId((case, id, which)): PathId<(CaseId, CardReadingId, String)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, case).await?;
    let mut tx = officer.begin(&app).await?;
    let reading = of_case::reading(&mut tx, &file, id).await?;
    let withheld = of_case::withheld(&mut tx, &officer, &file, &reading).await?;
    picture(&mut tx, id, &which, withheld).await
}

async fn picture(
    tx: &mut TenantTx,
    id: CardReadingId,
    which: &str,
    withheld: bool,
) -> Result<Response, PageError> {
    let pictures = card_readings::pictures(tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let bytes = match which {
        "name.png" => pictures.name,
        "address.png" if !withheld => pictures.address,
        _ => return Err(PageError::NotFound),
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}
