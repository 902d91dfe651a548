//! `GET /cases/{id}/applications/{application}/pages/{n}.svg`: a page, drawn from the list the PDF is drawn from.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};

use super::paper::{PREVIEW, Paper, find, svg_response};
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::cases::to_look;
use crate::state::AppState;

pub(crate) async fn page(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application, page)): PathId<(CaseId, ApplicationId, String)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    let paper = Paper::new(&file, find(&file, application)?, app.fonts())?;
    svg_response(&paper.laid, &page, PREVIEW, app.fonts())
}
