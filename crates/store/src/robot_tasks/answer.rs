//! What robots answer.

use chrono::TimeDelta;
use madoguchi_model::ids::{RobotLeaseId, RobotTaskId, StaffId};
use madoguchi_model::robot_task::{AttemptOutcome, RobotAnswer, RobotTaskState};
use serde_json::json as json_value;

use super::lease::{Holder, held, is_of};
use super::row::{RobotTask, locked};
use super::settle::{note_on_work, settle};
use super::{LeaseError, get};
use crate::case_events::{self, CaseEventKind};
use crate::codec::code;
use crate::{ChangeError, StoreError, TenantTx};

/// The longest wait before a task is tried again.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// A picture of the core system's screen. Who calls has looked into it and knows that it is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Screenshot<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
}

/// Ends an attempt with what the robot says. `by`: the account that the answer counts as, for the case's history.
pub async fn answer(
    tx: &mut TenantTx,
    (task, lease, holder): (RobotTaskId, RobotLeaseId, Holder),
    answer: &RobotAnswer,
    screenshot: Option<Screenshot<'_>>,
    by: StaffId,
) -> Result<RobotTask, LeaseError> {
    let task = held(tx, task, lease, holder).await?;
    let (outcome, reason, number) = match answer {
        RobotAnswer::Done(number) => (AttemptOutcome::Done, "", &**number),
        RobotAnswer::Refused(reason) => (AttemptOutcome::Refused, &**reason, ""),
        RobotAnswer::Failed(reason) => (AttemptOutcome::Failed, &**reason, ""),
    };
    end_attempt(tx, lease, outcome, reason, number).await?;
    if let Some(screenshot) = screenshot {
        keep_screenshot(tx, lease, screenshot).await?;
    }
    match answer {
        RobotAnswer::Done(_) => {
            set(tx, &task, RobotTaskState::Done, "", number).await?;
            let detail = json_value!({ "title": task.title, "number": number });
            case_events::record(tx, task.case_id, Some(by), CaseEventKind::RobotTyped, &detail).await?;
            settle(tx, task.case_id, &task.section).await?;
        }
        RobotAnswer::Refused(_) => {
            set(tx, &task, RobotTaskState::Refused, reason, "").await?;
            let detail = json_value!({ "title": task.title, "reason": reason });
            case_events::record(tx, task.case_id, Some(by), CaseEventKind::RobotRefused, &detail).await?;
            let text = format!("業務システムが受け付けませんでした（{}）：{reason}", task.title);
            note_on_work(tx, task.case_id, &task.section, &text).await?;
        }
        RobotAnswer::Failed(_) => failed(tx, &task, reason).await?,
    }
    Ok(get(tx, task.id).await?.ok_or(ChangeError::NotFound)?)
}

/// The robot gives a task back without having typed anything: it waits again, and the attempt does not count.
pub async fn release(
    tx: &mut TenantTx,
    (task, lease, holder): (RobotTaskId, RobotLeaseId, Holder),
) -> Result<RobotTask, LeaseError> {
    let task = held(tx, task, lease, holder).await?;
    end_attempt(tx, lease, AttemptOutcome::Released, "", "").await?;
    let state = if superseded(tx, &task).await? {
        RobotTaskState::Dropped
    } else {
        RobotTaskState::Waiting
    };
    set(tx, &task, state, "", "").await?;
    Ok(get(tx, task.id).await?.ok_or(ChangeError::NotFound)?)
}

/// Keeps what came after a lease had ended, beside its attempt. Where the robot says that it was typed and the task waits
/// again, it is held: a person looks whether it is there before it is typed twice.
pub async fn note_late(
    tx: &mut TenantTx,
    (task, lease, holder): (RobotTaskId, RobotLeaseId, Holder),
    answer: &RobotAnswer,
) -> Result<(), ChangeError> {
    let task = locked(tx, task).await?;
    if !is_of(tx, &task, lease, holder).await? {
        return Ok(());
    }
    let (reason, number) = match answer {
        RobotAnswer::Done(number) => (
            "期限が切れた後に「入力済み」の結果が届きました。".to_owned(),
            &**number,
        ),
        RobotAnswer::Refused(reason) | RobotAnswer::Failed(reason) => {
            (format!("期限が切れた後に届いた結果：{reason}"), "")
        }
    };
    let tenant = tx.tenant();
    let noted = sqlx::query!(
        "UPDATE robot_attempts SET reason = $3, core_number = $4
         WHERE tenant_id = $1 AND lease_id = $2 AND outcome IN ('expired', 'taken_over')",
        tenant,
        lease.0,
        reason,
        number
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    if noted == 1 && !number.is_empty() && task.state == RobotTaskState::Waiting {
        hold(tx, &task, &reason, task.attempts).await?;
    }
    Ok(())
}

/// An attempt came to nothing: it waits a while, or is held when it has failed too often.
pub(super) async fn failed(tx: &mut TenantTx, task: &RobotTask, reason: &str) -> Result<(), ChangeError> {
    let attempts = task.attempts + 1;
    if superseded(tx, task).await? {
        return Ok(set(tx, task, RobotTaskState::Dropped, reason, "").await?);
    }
    if attempts >= task.attempts_allowed {
        return hold(tx, task, reason, attempts).await;
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    let seconds = sqlx::query_scalar!(
        "SELECT back_off_seconds FROM robot_tasks WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        task.id.0
    )
    .fetch_one(tx.connection())
    .await?;
    let doubled = i64::from(seconds) << task.attempts.clamp(0, 20);
    let wait = TimeDelta::seconds(doubled).min(LONGEST_WAIT);
    set(tx, task, RobotTaskState::Waiting, reason, "").await?;
    sqlx::query!(
        "UPDATE robot_tasks SET attempts = $3, not_before = $4 WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        task.id.0,
        attempts,
        now + wait
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Leaves a task to a person's decision.
pub(super) async fn hold(
    tx: &mut TenantTx,
    task: &RobotTask,
    reason: &str,
    attempts: i32,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    set(tx, task, RobotTaskState::Held, reason, "").await?;
    sqlx::query!(
        "UPDATE robot_tasks SET attempts = $3 WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        task.id.0,
        attempts
    )
    .execute(tx.connection())
    .await?;
    let detail = json_value!({ "title": task.title, "reason": reason });
    case_events::record(tx, task.case_id, None, CaseEventKind::RobotHeld, &detail).await?;
    let text = format!("ロボットの入力を保留しました（{}）：{reason}", task.title);
    note_on_work(tx, task.case_id, &task.section, &text).await
}

/// Whether a later hand-off of the case has tasks of the kind.
pub(super) async fn superseded(tx: &mut TenantTx, task: &RobotTask) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let later = sqlx::query_scalar!(
        r#"SELECT count(*) AS "later!" FROM robot_tasks
           WHERE tenant_id = $1 AND case_id = $2 AND kind = $3 AND hand_off_id <> $4 AND planned_at > $5"#,
        tenant,
        task.case_id.0,
        task.kind,
        task.hand_off_id,
        task.planned_at
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(later > 0)
}

/// Ends an attempt that has not ended.
pub(super) async fn end_attempt(
    tx: &mut TenantTx,
    lease: RobotLeaseId,
    outcome: AttemptOutcome,
    reason: &str,
    number: &str,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE robot_attempts SET ended_at = $3, outcome = $4, reason = $5, core_number = $6
         WHERE tenant_id = $1 AND lease_id = $2 AND ended_at IS NULL",
        tenant,
        lease.0,
        now,
        code(&outcome),
        reason,
        number
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn keep_screenshot(
    tx: &mut TenantTx,
    lease: RobotLeaseId,
    screenshot: Screenshot<'_>,
) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE robot_attempts SET screenshot = $3, screenshot_type = $4 WHERE tenant_id = $1 AND lease_id = $2",
        tenant,
        lease.0,
        screenshot.bytes,
        screenshot.media_type
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Brings a locked task to a state in which nobody holds it.
pub(super) async fn set(
    tx: &mut TenantTx,
    task: &RobotTask,
    state: RobotTaskState,
    reason: &str,
    number: &str,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE robot_tasks SET state = $3, reason = $4, core_number = $5, lease_id = NULL, lease_until = NULL,
            not_before = $6, version = version + 1, changed_by = NULL, changed_at = $6
         WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        task.id.0,
        code(&state),
        reason,
        number,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
