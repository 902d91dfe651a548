//! What people do instead of robots.

use madoguchi_model::ids::{CaseId, RobotTaskId, StaffId};
use madoguchi_model::robot_task::{AttemptOutcome, RobotTaskState};
use serde_json::json as json_value;

use super::answer::{end_attempt, set};
use super::row::{RobotTask, locked};
use super::settle::settle;
use crate::case_events::{self, CaseEventKind};
use crate::{ChangeError, StoreError, TenantTx};

/// A task that no robot may or can type goes to a person, with the reason. It must have been taken in this transaction.
pub async fn set_aside(tx: &mut TenantTx, task: RobotTaskId, reason: &str) -> Result<(), ChangeError> {
    let task = locked(tx, task).await?;
    if task.state != RobotTaskState::Waiting {
        return Err(ChangeError::NotAllowed("the task does not wait".into()));
    }
    set(tx, &task, RobotTaskState::ByHand, reason, "").await?;
    let detail = json_value!({ "title": task.title, "reason": reason });
    Ok(case_events::record(tx, task.case_id, None, CaseEventKind::RobotByHand, &detail).await?)
}

/// A task that says what an earlier one typed is not typed again. It must have been taken in this transaction.
pub async fn unchanged(tx: &mut TenantTx, task: RobotTaskId) -> Result<(), ChangeError> {
    let task = locked(tx, task).await?;
    if task.state != RobotTaskState::Waiting {
        return Err(ChangeError::NotAllowed("the task does not wait".into()));
    }
    set(tx, &task, RobotTaskState::Unchanged, "", "").await?;
    settle(tx, task.case_id, &task.section).await
}

/// Somebody enters it rather than a robot; a robot that has it loses it.
pub async fn take_over(
    tx: &mut TenantTx,
    task: RobotTaskId,
    version: i32,
    by: StaffId,
) -> Result<(), ChangeError> {
    let task = read(tx, task, version).await?;
    if !task.state.can_be_taken_over() {
        return Err(ChangeError::NotAllowed(
            "the task is settled, or a person's already".into(),
        ));
    }
    if let Some((lease, _)) = task.lease {
        end_attempt(tx, lease, AttemptOutcome::TakenOver, "", "").await?;
    }
    set(tx, &task, RobotTaskState::ByHand, &task.reason, "").await?;
    signed(tx, &task, by).await?;
    let detail = json_value!({ "title": task.title });
    Ok(case_events::record(tx, task.case_id, Some(by), CaseEventKind::RobotTakenOver, &detail).await?)
}

/// Gives it to the robots (again), with all attempts anew.
pub async fn put_back(
    tx: &mut TenantTx,
    task: RobotTaskId,
    version: i32,
    by: StaffId,
) -> Result<(), ChangeError> {
    let task = read(tx, task, version).await?;
    if !task.state.can_be_put_back() {
        return Err(ChangeError::NotAllowed("the task is not a person's".into()));
    }
    set(tx, &task, RobotTaskState::Waiting, "", "").await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE robot_tasks SET attempts = 0 WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        task.id.0
    )
    .execute(tx.connection())
    .await?;
    signed(tx, &task, by).await?;
    let detail = json_value!({ "title": task.title });
    Ok(case_events::record(tx, task.case_id, Some(by), CaseEventKind::RobotPutBack, &detail).await?)
}

/// Somebody has entered it; `number` is the core system's, empty where it gives none.
pub async fn done_by_hand(
    tx: &mut TenantTx,
    task: RobotTaskId,
    version: i32,
    number: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let task = read(tx, task, version).await?;
    if task.state != RobotTaskState::ByHand {
        return Err(ChangeError::NotAllowed("the task is not a person's".into()));
    }
    set(tx, &task, RobotTaskState::DoneByHand, "", number).await?;
    signed(tx, &task, by).await?;
    let detail = json_value!({ "title": task.title, "number": number });
    case_events::record(
        tx,
        task.case_id,
        Some(by),
        CaseEventKind::RobotDoneByHand,
        &detail,
    )
    .await?;
    settle(tx, task.case_id, &task.section).await
}

/// The section's officer says that all of its work is entered: nothing of it is left to robots. The case must be locked.
pub(crate) async fn entered_by_person(
    tx: &mut TenantTx,
    case: CaseId,
    section: &str,
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE robot_attempts a SET ended_at = $4, outcome = 'taken_over' FROM robot_tasks t
         WHERE t.tenant_id = $1 AND t.case_id = $2 AND t.section = $3 AND t.state = 'leased'
            AND a.tenant_id = $1 AND a.lease_id = t.lease_id AND a.ended_at IS NULL",
        tenant,
        case.0,
        section,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "UPDATE robot_tasks SET state = 'done_by_hand', reason = '', lease_id = NULL, lease_until = NULL,
            version = version + 1, changed_by = $4, changed_at = $5
         WHERE tenant_id = $1 AND case_id = $2 AND section = $3
            AND state IN ('waiting', 'leased', 'refused', 'held', 'by_hand')",
        tenant,
        case.0,
        section,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The task as the officer has read it, locked.
async fn read(tx: &mut TenantTx, task: RobotTaskId, version: i32) -> Result<RobotTask, ChangeError> {
    let task = locked(tx, task).await?;
    if task.version == version {
        return Ok(task);
    }
    Err(ChangeError::Stale {
        changed_by: task.changed_by,
        changed_at: task.changed_at,
        version: task.version,
    })
}

async fn signed(tx: &mut TenantTx, task: &RobotTask, by: StaffId) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE robot_tasks SET changed_by = $3 WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        task.id.0,
        by.0
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
