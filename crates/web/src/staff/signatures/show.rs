//! `GET /cases/{id}/applications/{application}/signature`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::{ApplicationId, CaseId};

use super::page::SignaturePage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::staff::applications::{Paper, find};
use crate::staff::card::pair::with_bridge;
use crate::staff::cases::to_edit;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (file, editing) = to_edit(&app, &officer, id).await?;
    let paper = Paper::new(&file, find(&file, application)?, app.fonts())?;
    let errors = FormErrors::new();
    let page = SignaturePage::new(&file, &officer, &editing, paper.application, &paper.laid, &errors);
    Ok(match &app.card {
        Some(desk) if editing.allowed() => with_bridge(&app, page.with_card(&desk.bridge, &file)),
        _ => Page(page).into_response(),
    })
}
