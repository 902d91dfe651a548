//! `GET /admin/overlays/{overlay_id}/file`: the overlay as a file, the same that can be taken in again.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::OverlayId;
use madoguchi_store::overlays;

use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::state::AppState;

/// Writes the file out.
pub(crate) async fn download(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = overlays::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let name = format!("attachment; filename=\"overlay-{}.toml\"", stored.number);
    let headers = [
        (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, stored.content).into_response())
}
