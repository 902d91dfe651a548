//! `GET /api/v1/robot-tasks`

use axum::Json;
use axum::extract::State;
use madoguchi_model::ids::RobotTaskId;
use madoguchi_model::robot_task::RobotTaskState;
use madoguchi_store::robot_tasks::{self, TaskFilter};

use crate::api::v1::shapes::robot_task::{RobotTaskBody, RobotTaskList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::policy::{Action, Relation, Resource};
use crate::state::AppState;

/// The tasks of the client's own section, the oldest first. What is typed is not in it.
#[utoipa::path(get, path = "/api/v1/robot-tasks", tag = "robots", operation_id = "listRobotTasks",
    summary = "自分の課のロボットの作業の一覧",
    params(
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
        ("state" = Option<String>, Query, description = "waiting、leased、done、refused、held、by_hand、done_by_hand、unchanged、dropped のどれか"),
        ("definition" = Option<String>, Query, description = "作業の種類"),
    ),
    responses((status = 200, description = "作業", body = RobotTaskList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    query: Query,
    page: PageOf,
) -> Result<Json<RobotTaskList>, ApiError> {
    query.only(&["limit", "cursor", "state", "definition"])?;
    client.require(Relation::OWN, Resource::RobotTask, Action::List)?;
    let state = query.parsed(
        "state",
        RobotTaskState::from_code,
        "waiting、leased、done、refused、held、by_hand、done_by_hand、unchanged、dropped のどれかにしてください。",
    )?;
    let filter = TaskFilter {
        section: Some(client.section().code.clone()),
        kind: query.one("definition")?.map(str::to_owned),
        states: state.into_iter().collect(),
        after: page.after.map(|place| (place.at, RobotTaskId(place.id))),
        limit: page.limit + 1,
        ..TaskFilter::default()
    };
    let mut tx = client.begin(&app).await?;
    let mut found = robot_tasks::list(&mut tx, &filter).await?;
    let more = found.len() > usize::from(page.limit);
    found.truncate(usize::from(page.limit));
    let last = found.last().filter(|_| more).map(|task| Place {
        at: task.planned_at,
        id: task.id.0,
    });
    Ok(Json(RobotTaskList {
        items: found.iter().map(|task| RobotTaskBody::new(task, None)).collect(),
        next: last.map(Place::cursor),
    }))
}
