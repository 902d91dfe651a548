//! `POST /api/v1/robot-tasks/lease`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use madoguchi_jobs::robots::{Given, give, in_force, still_held};
use madoguchi_link::robots::Definition;
use madoguchi_model::ids::{RobotLeaseId, RobotTaskId};
use madoguchi_store::robot_tasks::{self, Holder, LeaseError};
use madoguchi_store::{TenantTx, sections};
use serde::{Deserialize, Serialize};

use super::definition_of;
use crate::api::v1::shapes::robot_task::{AskForTasks, GivenTask, GivenTasks};
use crate::api::{Answer, ApiError, Begun, Client, Key, Sent};
use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::state::AppState;

/// As many as a robot may hold at once from one request.
const MOST: u32 = 20;

/// What is kept of an answer: whom a task is about is not.
#[derive(Serialize, Deserialize)]
struct Kept {
    task: RobotTaskId,
    lease: RobotLeaseId,
    maybe_typed: bool,
    corrects_number: String,
}

/// Takes tasks of the client's own section that wait. The robot holds them until `lease_until`. The same request with the
/// same key gives those of the same tasks that it still holds.
#[utoipa::path(post, path = "/api/v1/robot-tasks/lease", tag = "robots", operation_id = "leaseRobotTasks",
    summary = "ロボットの作業を受け取る（ロボット待ち→ロボットが処理中）",
    params(("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）")),
    request_body = AskForTasks,
    responses((status = 200, description = "受け取った作業。待っている作業がなければ空", body = GivenTasks)))]
pub(crate) async fn lease(
    State(app): State<AppState>,
    client: Client,
    key: Key,
    sent: Sent<AskForTasks>,
) -> Result<Response, ApiError> {
    let asked = sent.value;
    if !(1..=MOST).contains(&asked.count) {
        return Err(ApiError::field(
            "/count",
            format!("1から{MOST}までの整数にしてください。"),
        ));
    }
    let mut tx = client.begin(&app).await?;
    let definitions = asked_for(&mut tx, &client, asked.definition.as_deref()).await?;
    let once = match key.claim_to_make_again(&mut tx, &client, sent.sha256).await? {
        Begun::New(once) => once,
        Begun::Kept(kept) => return again(&mut tx, &client, &kept).await,
    };
    robot_tasks::expire(&mut tx).await?;
    let mut given = Vec::new();
    for definition in &definitions {
        let left = asked
            .count
            .saturating_sub(u32::try_from(given.len()).unwrap_or(u32::MAX));
        if left == 0 {
            break;
        }
        let lease = TimeDelta::seconds(definition.lease_seconds.into());
        let holder = Holder::Client(client.settings().id);
        let some = give(&mut tx, definition, holder, lease, left, |_| true).await;
        given.extend(some.map_err(PageError::internal)?);
    }
    client.saw(given.iter().flat_map(|given| given.persons.iter().copied()));
    let kept: Vec<Kept> = given
        .iter()
        .map(|given| Kept {
            task: given.task.id,
            lease: given.lease,
            maybe_typed: given.maybe_typed,
            corrects_number: given.corrects_number.clone(),
        })
        .collect();
    once.commit(tx, &client, Answer::ok(&kept)?).await?;
    let tasks = given.into_iter().map(body).collect();
    Ok(Json(GivenTasks { tasks }).into_response())
}

/// The active definitions of the client's own section; one that is not there is told.
async fn asked_for(
    tx: &mut TenantTx,
    client: &Client,
    wanted: Option<&str>,
) -> Result<Vec<Definition>, ApiError> {
    let all = in_force(tx).await.map_err(PageError::internal)?;
    let own: Vec<Definition> = all
        .into_iter()
        .filter(|one| one.active)
        .map(|one| one.definition)
        .filter(|definition| wanted.is_none_or(|wanted| definition.id == wanted))
        .collect();
    let mut allowed = Vec::new();
    for definition in own {
        let Some(section) = sections::by_code(tx, &definition.section).await? else {
            continue;
        };
        if client
            .require(client.relation_to(section.id), Resource::RobotTask, Action::Take)
            .is_ok()
        {
            allowed.push(definition);
        }
    }
    if allowed.is_empty() && wanted.is_some() {
        return Err(ApiError::field(
            "/definition",
            "この連携先の課で使われている作業の種類ではありません。管理者に「ロボット」の画面を確かめてもらってください。",
        ));
    }
    Ok(allowed)
}

fn body(given: Given) -> GivenTask {
    GivenTask {
        id: given.task.id.0,
        definition: given.task.kind,
        lease: given.lease.0,
        lease_until: given.until,
        attempt: given.task.attempts + 1,
        maybe_typed: given.maybe_typed,
        corrects: given.task.corrects.map(|id| id.0),
        corrects_number: given.corrects_number,
        fields: given.fields.into_iter().map(Into::into).collect(),
    }
}

/// The same answer once more, for what is still held.
async fn again(tx: &mut TenantTx, client: &Client, kept: &[u8]) -> Result<Response, ApiError> {
    let kept: Vec<Kept> = serde_json::from_slice(kept).map_err(PageError::internal)?;
    let mut tasks = Vec::new();
    for one in kept {
        let holder = Holder::Client(client.settings().id);
        let task = match robot_tasks::held(tx, one.task, one.lease, holder).await {
            Ok(task) => task,
            Err(LeaseError::Lost) => continue,
            Err(LeaseError::Change(error)) => return Err(error.into()),
        };
        let Some(definition) = definition_of(tx, &task).await? else {
            continue;
        };
        let typed = still_held(tx, &definition, &task).await;
        let (Some((fields, persons)), Some((lease, until))) =
            (typed.map_err(PageError::internal)?, task.lease)
        else {
            continue;
        };
        client.saw(persons);
        tasks.push(GivenTask {
            id: task.id.0,
            definition: task.kind,
            lease: lease.0,
            lease_until: until,
            attempt: task.attempts + 1,
            maybe_typed: one.maybe_typed,
            corrects: task.corrects.map(|id| id.0),
            corrects_number: one.corrects_number,
            fields: fields.into_iter().map(Into::into).collect(),
        });
    }
    Ok(Json(GivenTasks { tasks }).into_response())
}
