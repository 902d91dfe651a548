//! `GET /cases/{id}/applications/{application}/paper.pdf`: one application, to be printed.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};

use super::paper::{Paper, find, pdf_response};
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::cases::to_look;
use crate::state::AppState;

pub(crate) async fn paper(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    let Paper { application, laid } = Paper::new(&file, find(&file, application)?, app.fonts())?;
    let title = laid.title.clone();
    pdf_response(
        &file,
        &[laid],
        app.fonts(),
        title,
        application.id.to_string(),
        application.changed_at,
    )
}
