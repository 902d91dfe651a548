//! `GET /cases/{id}/guide-sheet/pages/{n}.svg`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;

use super::content::lay;
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::applications::{PREVIEW, svg_response};
use crate::staff::cases::to_look;
use crate::state::AppState;

pub(crate) async fn page(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, page)): PathId<(CaseId, String)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    svg_response(&lay(&file, app.fonts())?, &page, PREVIEW, app.fonts())
}
