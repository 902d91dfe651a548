//! `POST /notices/{id}/prepared` and `…/withdrawn`: how far a notice is.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::portal_notices;
use uuid::Uuid;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// 事前準備済みにする
pub(crate) async fn prepared(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    portal_notices::prepare(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    let told = Flash::success("事前準備済みにしました。");
    Ok(redirect_with(&format!("/notices/{id}"), &told))
}

/// 取下げにする
pub(crate) async fn withdrawn(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    portal_notices::withdraw(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with("/notices", &Flash::success("取下げにしました。")))
}
