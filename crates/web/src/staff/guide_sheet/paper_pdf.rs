//! `GET /cases/{id}/guide-sheet.pdf`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;

use super::content::lay;
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::applications::pdf_response;
use crate::staff::cases::to_look;
use crate::state::AppState;

pub(crate) async fn paper(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    let laid = lay(&file, app.fonts())?;
    let title = format!("受付{} 受付案内票", file.case.number);
    let id = format!("guide-{}", file.case.id);
    pdf_response(&file, &[laid], app.fonts(), title, id, app.clock.now())
}
