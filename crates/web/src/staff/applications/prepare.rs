//! `POST /cases/{id}/applications`: makes every needed form from record and answers.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;

use super::fill;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

pub(crate) async fn prepare(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    refuse_papers(&file)?;
    let prepared = fill::prepare(&mut tx, &officer, &file).await?;
    officer.commit(tx).await?;
    let flash = if prepared.voided > 0 {
        Flash::alert(fill::voided_text(prepared.voided))
    } else {
        Flash::success("申請書を作成しました。印刷して署名をもらってください。")
    };
    Ok(redirect_with(&file.href("applications"), &flash))
}
