//! Attempts at a task, and what the robot saw.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{RobotLeaseId, RobotListId, RobotTaskId};
use madoguchi_model::robot_task::AttemptOutcome;

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// One attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// The lease.
    pub lease: RobotLeaseId,
    /// The name of the program; none for a list.
    pub program: Option<String>,
    /// The list, and its number; none for a program.
    pub list: Option<(RobotListId, i64)>,
    /// When it began.
    pub leased_at: DateTime<Utc>,
    /// When the robot was heard last.
    pub heard_at: DateTime<Utc>,
    /// When it ended, and how; none while it goes on.
    pub ended: Option<(DateTime<Utc>, AttemptOutcome)>,
    /// Why it failed or was refused; empty otherwise.
    pub reason: String,
    /// The core system's number; empty where there is none.
    pub core_number: String,
    /// Whether there is a picture of the screen.
    pub has_screenshot: bool,
}

/// The attempts at a task, oldest first.
pub async fn attempts(tx: &mut TenantTx, task: RobotTaskId) -> Result<Vec<Attempt>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT a.lease_id, s.display_name AS "program?", a.list_id, l.number AS "number?", a.leased_at, a.heard_at,
            a.ended_at, a.outcome, a.reason, a.core_number, a.screenshot IS NOT NULL AS "has_screenshot!"
           FROM robot_attempts a
           LEFT JOIN api_clients c ON c.tenant_id = $1 AND c.client_id = a.client_id
           LEFT JOIN staff s ON s.tenant_id = $1 AND s.staff_id = c.staff_id
           LEFT JOIN robot_lists l ON l.tenant_id = $1 AND l.list_id = a.list_id
           WHERE a.tenant_id = $1 AND a.task_id = $2 ORDER BY a.leased_at, a.lease_id"#,
        tenant,
        task.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row {
            table: "robot_attempts",
            id: &row.lease_id,
        };
        let outcome = row
            .outcome
            .as_deref()
            .map(|outcome| table.code("outcome", outcome))
            .transpose()?;
        Ok(Attempt {
            lease: RobotLeaseId(row.lease_id),
            program: row.program,
            list: row.list_id.map(RobotListId).zip(row.number),
            leased_at: row.leased_at,
            heard_at: row.heard_at,
            ended: row.ended_at.zip(outcome),
            reason: row.reason,
            core_number: row.core_number,
            has_screenshot: row.has_screenshot,
        })
    })
    .collect()
}

/// The picture of an attempt at a task, with its media type.
pub async fn screenshot(
    tx: &mut TenantTx,
    task: RobotTaskId,
    lease: RobotLeaseId,
) -> Result<Option<(Vec<u8>, String)>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT screenshot, screenshot_type FROM robot_attempts
         WHERE tenant_id = $1 AND task_id = $2 AND lease_id = $3",
        tenant,
        task.0,
        lease.0
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| row.screenshot.zip(row.screenshot_type)))
}

/// Removes the pictures of attempts that ended before an instant: they show a core system's screen, with people on it.
pub async fn forget_screenshots(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE robot_attempts SET screenshot = NULL, screenshot_type = NULL
         WHERE tenant_id = $1 AND screenshot IS NOT NULL AND ended_at < $2",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
