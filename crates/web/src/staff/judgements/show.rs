//! `GET /cases/{id}/judgements`: every judgement with its reasons.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::CaseId;

use super::page::JudgementsPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::staff::cases;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = cases::to_look(&app, &officer, id).await?;
    let page = JudgementsPage::new(
        &file,
        &officer,
        &editing,
        &FormData::default(),
        &FormErrors::new(),
    );
    Ok(Page(page).into_response())
}
