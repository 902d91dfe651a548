//! `GET /cases/{id}/hand-off`: the check before the hand-off; afterwards, how far each section is.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::CaseId;

use super::page::HandOffPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::staff::cases::to_edit;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = to_edit(&app, &officer, id).await?;
    let mut tx = officer.begin(&app).await?;
    let page = HandOffPage::load(&mut tx, &file, &officer, &editing, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
