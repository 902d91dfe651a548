//! `GET /robot-lists/{robot_list_id}/file`: the file of an open list, as often as it is needed.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::RobotListId;
use madoguchi_store::robot_lists;
use madoguchi_store::robot_tasks::{self, TaskFilter};

use super::find;
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::Action;
use crate::session::Officer;
use crate::staff::robots::persons_of;
use crate::state::AppState;

/// Answers with the file; everybody whom it names is in the record.
pub(crate) async fn file(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotListId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let list = find(&mut tx, &officer, id, Action::Print).await?;
    let bytes = robot_lists::bytes(&mut tx, id).await?.ok_or_else(|| {
        PageError::Conflict("このリストは終わっているので、ファイルはもうありません。".into())
    })?;
    let filter = TaskFilter {
        list: Some(id),
        limit: 1_000,
        ..TaskFilter::default()
    };
    let tasks = robot_tasks::list(&mut tx, &filter).await?;
    officer.saw(persons_of(&mut tx, &tasks).await?);
    let headers = [
        (header::CONTENT_TYPE, list.form.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", list.name),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
