//! `GET /robots/{robot_task_id}/attempts/{robot_attempt_id}/screenshot`: what the robot saw.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::{RobotLeaseId, RobotTaskId};
use madoguchi_store::robot_tasks;

use super::{find, persons_of};
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

/// Answers with the picture, which is of somebody's case.
pub(crate) async fn screenshot(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, lease)): PathId<(RobotTaskId, RobotLeaseId)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let task = find(&mut tx, &officer, id, Action::View).await?;
    let picture = robot_tasks::screenshot(&mut tx, id, lease).await?;
    let (bytes, media_type) = picture.ok_or(PageError::NotFound)?;
    officer.saw(persons_of(&mut tx, std::slice::from_ref(&task)).await?);
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
