//! `POST /api/v1/robot-tasks/{robot_task_id}/heartbeat`

use axum::Json;
use axum::extract::State;
use madoguchi_model::ids::{RobotLeaseId, RobotTaskId};
use madoguchi_store::robot_tasks::{self, Holder};

use super::find;
use crate::api::v1::shapes::robot_task::{Extended, LeaseOf};
use crate::api::{ApiError, Client, Sent};
use crate::gate::PathId;
use crate::policy::Action;
use crate::state::AppState;

/// The robot is still at work. Sent twice it says the same, so it needs no `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/robot-tasks/{robot_task_id}/heartbeat", tag = "robots",
    operation_id = "keepRobotTask", summary = "作業の期限を延ばす",
    params(("robot_task_id" = Uuid, Path, description = "作業のID（引継ぎID）")),
    request_body = LeaseOf,
    responses((status = 200, description = "延ばした期限", body = Extended)))]
pub(crate) async fn heartbeat(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<RobotTaskId>,
    sent: Sent<LeaseOf>,
) -> Result<Json<Extended>, ApiError> {
    let mut tx = client.begin(&app).await?;
    find(&mut tx, &client, id, Action::Take).await?;
    let holder = Holder::Client(client.settings().id);
    let lease_until = robot_tasks::heartbeat(&mut tx, id, RobotLeaseId(sent.value.lease), holder).await?;
    client.commit(tx).await?;
    Ok(Json(Extended { lease_until }))
}
