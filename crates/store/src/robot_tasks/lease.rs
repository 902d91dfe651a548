//! Robots take tasks, and say that they are still at work.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_model::ids::{ApiClientId, RobotLeaseId, RobotListId, RobotTaskId};
use uuid::Uuid;

use super::LeaseError;
use super::row::{RobotTask, TaskRow, locked};
use crate::{ChangeError, StoreError, TenantTx};

/// A task that a robot can take now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadyTask {
    /// The task; it corrects what was typed, if anything was.
    pub task: RobotTask,
    /// What the corrected task typed, as the SHA-256 of its content; none where a person did, or nothing is corrected.
    pub corrects_content: Option<[u8; 32]>,
    /// An earlier attempt ended without an answer: it may have been typed already.
    pub maybe_typed: bool,
}

/// Who holds a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holder {
    /// A program that uses the API.
    Client(ApiClientId),
    /// A list for robots without HTTP.
    List(RobotListId),
}

/// A lease to be begun, with what the definition says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewLease {
    /// The task; it must have been taken in this transaction.
    pub task: RobotTaskId,
    /// Who holds it.
    pub holder: Holder,
    /// SHA-256 of what is to be typed.
    pub content: [u8; 32],
    /// How long it lasts; a heartbeat makes it last as long again.
    pub lease: TimeDelta,
    /// How often it is tried before it is held.
    pub attempts_allowed: i32,
    /// How long it waits after the first failure, seconds; twice as long after each further.
    pub back_off_seconds: i32,
    /// A lease that ends without an answer leaves it held rather than waiting.
    pub hold_when_lost: bool,
}

/// Tasks of a kind that can be taken now, oldest first: of cases that are handed off or completed. Tasks of cases that
/// were withdrawn are dropped. What another robot is being given meanwhile is passed over.
pub async fn take_ready(tx: &mut TenantTx, kind: &str, limit: u32) -> Result<Vec<ReadyTask>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE robot_tasks r SET state = 'dropped', version = r.version + 1, changed_by = NULL, changed_at = $3
         FROM cases c
         WHERE r.tenant_id = $1 AND r.kind = $2 AND r.state = 'waiting'
            AND c.tenant_id = $1 AND c.case_id = r.case_id AND c.state = 'withdrawn'",
        tenant,
        kind,
        now
    )
    .execute(tx.connection())
    .await?;
    // The lock on the case holds off a change of it until the task has its lease.
    let rows = sqlx::query_as!(
        TaskRow,
        "SELECT r.task_id, r.kind, r.title, r.section, r.case_id, r.hand_off_id, r.subject, r.corrects, r.state,
            r.reason, r.attempts, r.attempts_allowed, r.not_before, r.lease_id, r.lease_until, r.core_number, r.version,
            r.changed_by, r.planned_at, r.changed_at
         FROM robot_tasks r JOIN cases c ON c.tenant_id = $1 AND c.case_id = r.case_id
         WHERE r.tenant_id = $1 AND r.kind = $2 AND r.state = 'waiting' AND r.not_before <= $3
            AND c.state IN ('handed_off', 'completed')
            AND NOT EXISTS (SELECT FROM robot_tasks o
                WHERE o.tenant_id = $1 AND o.task_id = r.corrects AND o.state = 'leased')
         ORDER BY r.planned_at, r.task_id LIMIT $4 FOR UPDATE OF r, c SKIP LOCKED",
        tenant,
        kind,
        now,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?;
    let mut ready = Vec::with_capacity(rows.len());
    for row in rows {
        ready.push(as_ready(tx, row.into_task()?).await?);
    }
    Ok(ready)
}

/// What the task stands against now: the corrected one may have ended otherwise than it looked when this was planned.
async fn as_ready(tx: &mut TenantTx, task: RobotTask) -> Result<ReadyTask, StoreError> {
    let tenant = tx.tenant();
    let typed = sqlx::query!(
        "SELECT task_id, state, content FROM robot_tasks
         WHERE tenant_id = $1 AND case_id = $2 AND kind = $3 AND subject = $4 AND hand_off_id <> $5
            AND state IN ('done', 'done_by_hand')
         ORDER BY planned_at DESC, task_id DESC LIMIT 1",
        tenant,
        task.case_id.0,
        task.kind,
        task.subject,
        task.hand_off_id
    )
    .fetch_optional(tx.connection())
    .await?;
    let lost = sqlx::query_scalar!(
        r#"SELECT count(*) AS "lost!" FROM robot_attempts
           WHERE tenant_id = $1 AND task_id = $2 AND outcome IN ('expired', 'failed', 'taken_over')"#,
        tenant,
        task.id.0
    )
    .fetch_one(tx.connection())
    .await?;
    let corrects = typed.as_ref().map(|typed| RobotTaskId(typed.task_id));
    if corrects != task.corrects {
        sqlx::query!(
            "UPDATE robot_tasks SET corrects = $3 WHERE tenant_id = $1 AND task_id = $2",
            tenant,
            task.id.0,
            corrects.map(|id| id.0)
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(ReadyTask {
        corrects_content: typed
            .filter(|typed| typed.state == "done")
            .and_then(|typed| typed.content?.try_into().ok()),
        maybe_typed: lost > 0,
        task: RobotTask { corrects, ..task },
    })
}

/// Gives a task that was taken in this transaction to somebody.
pub async fn begin(tx: &mut TenantTx, new: &NewLease) -> Result<(RobotLeaseId, DateTime<Utc>), ChangeError> {
    let (tenant, now, id) = (tx.tenant(), tx.now(), tx.new_id());
    let until = now + new.lease;
    let (client, list) = match new.holder {
        Holder::Client(client) => (Some(client.0), None),
        Holder::List(list) => (None, Some(list.0)),
    };
    let changed = sqlx::query!(
        "UPDATE robot_tasks SET state = 'leased', lease_id = $3, lease_until = $4, content = $5, attempts_allowed = $6,
            lease_seconds = $7, back_off_seconds = $8, hold_when_lost = $9, reason = '', version = version + 1,
            changed_by = NULL, changed_at = $10
         WHERE tenant_id = $1 AND task_id = $2 AND state = 'waiting'",
        tenant,
        new.task.0,
        id,
        until,
        &new.content[..],
        new.attempts_allowed,
        i32::try_from(new.lease.num_seconds()).unwrap_or(i32::MAX),
        new.back_off_seconds,
        new.hold_when_lost,
        now
    )
    .execute(tx.connection())
    .await?;
    if changed.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    sqlx::query!(
        "INSERT INTO robot_attempts (tenant_id, lease_id, task_id, client_id, list_id, leased_at, heard_at, reason,
            core_number)
         VALUES ($1, $2, $3, $4, $5, $6, $6, '', '')",
        tenant,
        id,
        new.task.0,
        client,
        list,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok((RobotLeaseId(id), until))
}

/// The task, if it is held by this lease of this holder now.
pub async fn held(
    tx: &mut TenantTx,
    task: RobotTaskId,
    lease: RobotLeaseId,
    holder: Holder,
) -> Result<RobotTask, LeaseError> {
    let (now, task) = (tx.now(), locked(tx, task).await?);
    let is_theirs = is_of(tx, &task, lease, holder).await?;
    match task.lease {
        Some((present, until)) if present == lease && until > now && is_theirs => Ok(task),
        _ => Err(LeaseError::Lost),
    }
}

/// Whether a lease was given for a task to this holder, whether or not it still holds.
pub(super) async fn is_of(
    tx: &mut TenantTx,
    task: &RobotTask,
    lease: RobotLeaseId,
    holder: Holder,
) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let (client, list): (Option<Uuid>, Option<Uuid>) = match holder {
        Holder::Client(client) => (Some(client.0), None),
        Holder::List(list) => (None, Some(list.0)),
    };
    let found = sqlx::query_scalar!(
        r#"SELECT count(*) AS "found!" FROM robot_attempts
           WHERE tenant_id = $1 AND lease_id = $2 AND task_id = $3 AND (client_id = $4 OR list_id = $5)"#,
        tenant,
        lease.0,
        task.id.0,
        client,
        list
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(found == 1)
}

/// The robot is still at work: the lease lasts as long again, from now. Until when, is told.
pub async fn heartbeat(
    tx: &mut TenantTx,
    task: RobotTaskId,
    lease: RobotLeaseId,
    holder: Holder,
) -> Result<DateTime<Utc>, LeaseError> {
    let task = held(tx, task, lease, holder).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    let until = sqlx::query_scalar!(
        r#"UPDATE robot_tasks SET lease_until = $3::timestamptz + make_interval(secs => lease_seconds)
           WHERE tenant_id = $1 AND task_id = $2 RETURNING lease_until AS "until!""#,
        tenant,
        task.id.0,
        now
    )
    .fetch_one(tx.connection())
    .await?;
    sqlx::query!(
        "UPDATE robot_attempts SET heard_at = $3 WHERE tenant_id = $1 AND lease_id = $2",
        tenant,
        lease.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(until)
}
