//! `POST /admin/imports/{run_id}/abandon`: takes back what waits or is being read, or was cut off.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::ChangeError;
use madoguchi_store::imports;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn abandon(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportRunId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let run = imports::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    if !run.state.is_open() {
        return Err(PageError::Conflict("この取り込みは、もう終わっています。".into()));
    }
    imports::abandon(&mut tx, id).await.map_err(|error| match error {
        ChangeError::NotAllowed(_) => {
            PageError::Conflict("もう反映が始まっています。終わるまで待ってください。".into())
        }
        other => other.into(),
    })?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/imports",
        &Flash::success("取りやめました。何も反映していません。"),
    ))
}
