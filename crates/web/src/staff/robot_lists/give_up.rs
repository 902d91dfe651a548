//! `POST /robot-lists/{robot_list_id}/give-up`: what has no answer waits for robots again.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::robots::give_up as release_all;
use madoguchi_model::ids::RobotListId;

use super::find;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

/// Gives the list up.
pub(crate) async fn give_up(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotListId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find(&mut tx, &officer, id, Action::Take).await?;
    let released = release_all(&mut tx, id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/robot-lists/{id}"),
        &Flash::success(format!("リストをやめ、{released}件をロボット待ちに戻しました。")),
    ))
}
