//! `POST /admin/background-work/{job_id}/replay`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::JobId;
use madoguchi_store::jobs;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Puts a piece of work that could not be done back into the queue.
pub(crate) async fn replay(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<JobId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    jobs::replay(&mut tx, id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/background-work",
        &Flash::success("もう一度行うようにしました。"),
    ))
}
