//! `POST /cases/{id}/take-over`: takes the right to edit over from someone who has stopped.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;

use super::editing;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn take_over(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    editing::take_over(&mut tx, &officer, id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/cases/{id}"),
        &Flash::success("編集を引き受けました。続きを入力できます。"),
    ))
}
