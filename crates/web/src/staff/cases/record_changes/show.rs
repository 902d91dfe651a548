//! `GET /cases/{id}/record-changes`: the register's record beside the case's, field by field.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::CaseId;

use super::page::ChangesPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::staff::cases::to_look;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, id).await?;
    let page = ChangesPage::new(
        &file,
        &officer,
        &editing,
        &FormData::default(),
        &FormErrors::new(),
    )?;
    Ok(Page(page).into_response())
}
