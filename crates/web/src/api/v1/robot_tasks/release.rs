//! `POST /api/v1/robot-tasks/{robot_task_id}/release`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{RobotLeaseId, RobotTaskId};
use madoguchi_store::robot_tasks::{self, Holder};

use super::find;
use crate::api::v1::shapes::robot_task::{LeaseOf, RobotTaskBody};
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::gate::PathId;
use crate::policy::Action;
use crate::state::AppState;

/// Gives a task back of which nothing has been typed. The attempt does not count.
#[utoipa::path(post, path = "/api/v1/robot-tasks/{robot_task_id}/release", tag = "robots",
    operation_id = "releaseRobotTask", summary = "入力を始めていない作業を返す（ロボットが処理中→ロボット待ち）",
    params(
        ("robot_task_id" = Uuid, Path, description = "作業のID（引継ぎID）"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = LeaseOf,
    responses((status = 200, description = "返した後の作業。ETag は新しい版", body = RobotTaskBody,
        headers(("ETag" = String)))))]
pub(crate) async fn release(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<RobotTaskId>,
    key: Key,
    sent: Sent<LeaseOf>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    find(&mut tx, &client, id, Action::Take).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let held = (
        id,
        RobotLeaseId(sent.value.lease),
        Holder::Client(client.settings().id),
    );
    let task = robot_tasks::release(&mut tx, held).await?;
    let answer = Answer::ok(&RobotTaskBody::new(&task, None))?.version(task.version);
    once.commit(tx, &client, answer).await
}
