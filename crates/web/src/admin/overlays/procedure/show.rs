//! `GET /admin/overlays/{overlay_id}/procedures/{procedure_id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::OverlayId;

use super::super::Draft;
use super::page::ProcedurePage;
use super::wanted;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::state::AppState;

/// Shows the procedure with everything that can be changed.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, procedure)): PathId<(OverlayId, String)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    let written = wanted(&draft, &procedure)?;
    let page = ProcedurePage::new(&officer, &draft, &written, None, &FormErrors::new());
    Ok(Page(page).into_response())
}
