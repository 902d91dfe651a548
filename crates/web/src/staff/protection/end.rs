//! `POST /cases/{id}/protection-lift/end`: a chief ends a lift before its time.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::protection_lifts;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn end(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    protection_lifts::end(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/cases/{id}"),
        &Flash::success("支援措置の一時解除を終えました。"),
    ))
}
