//! `GET /api/v1/robot-tasks/{robot_task_id}`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use madoguchi_jobs::robots::still_held;
use madoguchi_model::ids::RobotTaskId;
use madoguchi_store::robot_tasks::{self, Holder, LeaseError};

use super::{definition_of, find};
use crate::api::v1::shapes::robot_task::RobotTaskBody;
use crate::api::{ApiError, Client, with_etag};
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::Action;
use crate::state::AppState;

/// One task; with what is typed for the client that holds it.
#[utoipa::path(get, path = "/api/v1/robot-tasks/{robot_task_id}", tag = "robots", operation_id = "getRobotTask",
    summary = "ロボットの作業",
    params(("robot_task_id" = Uuid, Path, description = "作業のID（引継ぎID）")),
    responses(
        (status = 200, description = "作業。ETag は版", body = RobotTaskBody, headers(("ETag" = String))),
        (status = 304, description = "If-None-Match の版から変わっていない"),
    ))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<RobotTaskId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let task = find(&mut tx, &client, id, Action::View).await?;
    let mut fields = None;
    if let Some((lease, _)) = task.lease {
        match robot_tasks::held(&mut tx, id, lease, Holder::Client(client.settings().id)).await {
            Ok(task) => {
                if let Some(definition) = definition_of(&mut tx, &task).await? {
                    let typed = still_held(&mut tx, &definition, &task).await;
                    if let Some((typed, persons)) = typed.map_err(PageError::internal)? {
                        client.saw(persons);
                        fields = Some(typed);
                    }
                }
            }
            Err(LeaseError::Lost) => {}
            Err(LeaseError::Change(error)) => return Err(error.into()),
        }
    }
    with_etag(&headers, task.version, &RobotTaskBody::new(&task, fields))
}
