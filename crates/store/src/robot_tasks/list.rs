//! Many tasks at once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{CaseId, RobotListId, RobotTaskId};
use madoguchi_model::robot_task::RobotTaskState;

use super::row::{RobotTask, TaskRow};
use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// Which tasks are wanted, the oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TaskFilter {
    /// Of the section with this code.
    pub section: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// In one of these states; empty: any.
    pub states: Vec<RobotTaskState>,
    /// Of this case.
    pub case: Option<CaseId>,
    /// Of this list for robots without HTTP.
    pub list: Option<RobotListId>,
    /// Those that were planned after this one.
    pub after: Option<(DateTime<Utc>, RobotTaskId)>,
    /// The most tasks.
    pub limit: u16,
}

/// Tasks, the oldest first.
pub async fn list(tx: &mut TenantTx, filter: &TaskFilter) -> Result<Vec<RobotTask>, StoreError> {
    let tenant = tx.tenant();
    let states: Vec<String> = filter.states.iter().map(code).collect();
    sqlx::query_as!(
        TaskRow,
        "SELECT task_id, kind, title, section, case_id, hand_off_id, subject, corrects, state, reason, attempts,
            attempts_allowed, not_before, lease_id, lease_until, core_number, version, changed_by, planned_at, changed_at
         FROM robot_tasks t
         WHERE tenant_id = $1 AND ($2::text IS NULL OR section = $2) AND ($3::text IS NULL OR kind = $3)
            AND (cardinality($4::text[]) = 0 OR state = ANY ($4)) AND ($5::uuid IS NULL OR case_id = $5)
            AND ($6::uuid IS NULL OR EXISTS (SELECT FROM robot_attempts a
                WHERE a.tenant_id = $1 AND a.list_id = $6 AND a.task_id = t.task_id))
            AND ($7::timestamptz IS NULL OR (planned_at, task_id) > ($7, $8))
         ORDER BY planned_at, task_id LIMIT $9",
        tenant,
        filter.section,
        filter.kind,
        &states,
        filter.case.map(|case| case.0),
        filter.list.map(|list| list.0),
        filter.after.map(|(at, _)| at),
        filter.after.map(|(_, id)| id.0),
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(TaskRow::into_task)
    .collect()
}

/// How many tasks of a section are in each state.
pub async fn counts(tx: &mut TenantTx, section: &str) -> Result<BTreeMap<RobotTaskState, i64>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT state, count(*) AS "tasks!" FROM robot_tasks WHERE tenant_id = $1 AND section = $2 GROUP BY state"#,
        tenant,
        section
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row {
            table: "robot_tasks",
            id: &row.state,
        };
        Ok((table.code("state", &row.state)?, row.tasks))
    })
    .collect()
}
