//! One task as it stands.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{CaseId, RobotLeaseId, RobotTaskId, StaffId};
use madoguchi_model::robot_task::RobotTaskState;
use uuid::Uuid;

use crate::codec::Row;
use crate::{ChangeError, StoreError, TenantTx, cases};

/// One task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RobotTask {
    /// 引継ぎID: what a robot types as its own reference.
    pub id: RobotTaskId,
    /// The definition's id.
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// The code of the section.
    pub section: String,
    /// The case.
    pub case_id: CaseId,
    /// The hand-off.
    pub hand_off_id: Uuid,
    /// What it is about, as `link` writes it.
    pub subject: String,
    /// The task of an earlier hand-off about the same.
    pub corrects: Option<RobotTaskId>,
    /// How far it is.
    pub state: RobotTaskState,
    /// Why it goes by hand, is held, was refused or failed last; empty otherwise.
    pub reason: String,
    /// How many attempts counted.
    pub attempts: i32,
    /// How many are made before it is held, as of the last lease.
    pub attempts_allowed: i32,
    /// Robots get it from then on.
    pub not_before: DateTime<Utc>,
    /// By which lease it is held, and until when.
    pub lease: Option<(RobotLeaseId, DateTime<Utc>)>,
    /// The core system's number (受付番号); empty until it is typed.
    pub core_number: String,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last; none for a robot or the system.
    pub changed_by: Option<StaffId>,
    /// When it was planned.
    pub planned_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

pub(super) struct TaskRow {
    pub(super) task_id: Uuid,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) section: String,
    pub(super) case_id: Uuid,
    pub(super) hand_off_id: Uuid,
    pub(super) subject: String,
    pub(super) corrects: Option<Uuid>,
    pub(super) state: String,
    pub(super) reason: String,
    pub(super) attempts: i32,
    pub(super) attempts_allowed: i32,
    pub(super) not_before: DateTime<Utc>,
    pub(super) lease_id: Option<Uuid>,
    pub(super) lease_until: Option<DateTime<Utc>>,
    pub(super) core_number: String,
    pub(super) version: i32,
    pub(super) changed_by: Option<Uuid>,
    pub(super) planned_at: DateTime<Utc>,
    pub(super) changed_at: DateTime<Utc>,
}

impl TaskRow {
    pub(super) fn into_task(self) -> Result<RobotTask, StoreError> {
        let row = Row {
            table: "robot_tasks",
            id: &self.task_id,
        };
        Ok(RobotTask {
            state: row.code("state", &self.state)?,
            id: RobotTaskId(self.task_id),
            kind: self.kind,
            title: self.title,
            section: self.section,
            case_id: CaseId(self.case_id),
            hand_off_id: self.hand_off_id,
            subject: self.subject,
            corrects: self.corrects.map(RobotTaskId),
            reason: self.reason,
            attempts: self.attempts,
            attempts_allowed: self.attempts_allowed,
            not_before: self.not_before,
            lease: self.lease_id.map(RobotLeaseId).zip(self.lease_until),
            core_number: self.core_number,
            version: self.version,
            changed_by: self.changed_by.map(StaffId),
            planned_at: self.planned_at,
            changed_at: self.changed_at,
        })
    }
}

/// One task; none where it is not there.
pub async fn get(tx: &mut TenantTx, id: RobotTaskId) -> Result<Option<RobotTask>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        TaskRow,
        "SELECT task_id, kind, title, section, case_id, hand_off_id, subject, corrects, state, reason, attempts,
            attempts_allowed, not_before, lease_id, lease_until, core_number, version, changed_by, planned_at, changed_at
         FROM robot_tasks WHERE tenant_id = $1 AND task_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(TaskRow::into_task)
    .transpose()
}

/// One task, locked for change with its case: always the case first, so that nobody waits in a circle.
pub(super) async fn locked(tx: &mut TenantTx, id: RobotTaskId) -> Result<RobotTask, ChangeError> {
    let task = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    cases::state_for_change(tx, task.case_id).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT task_id FROM robot_tasks WHERE tenant_id = $1 AND task_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    get(tx, id).await?.ok_or(ChangeError::NotFound)
}
