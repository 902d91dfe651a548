//! The sections' queues.

mod act;
mod list;

use chrono::{DateTime, Utc};
use madoguchi_model::hand_off::{QueueItem, QueueState};
use madoguchi_model::ids::{CaseId, QueueItemId, SectionId, StaffId};
use serde_json::Value;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx, webhooks};
pub use act::{complete, enter_provisionally, put_back, send_back, take};
pub(crate) use act::{complete_case_if_done, entered_by_core_system, entered_by_robots};
pub use list::{QueueFilter, QueueHit, counts, list};

struct ItemRow {
    queue_item_id: Uuid,
    case_id: Uuid,
    section_id: Uuid,
    procedures: Value,
    state: String,
    send_back_reason: String,
    assignee: Option<Uuid>,
    version: i32,
    received_at: DateTime<Utc>,
}

impl ItemRow {
    fn into_item(self) -> Result<QueueItem, StoreError> {
        let row = Row {
            table: "queue_items",
            id: &self.queue_item_id,
        };
        Ok(QueueItem {
            id: QueueItemId(self.queue_item_id),
            case_id: CaseId(self.case_id),
            section_id: SectionId(self.section_id),
            procedures: row.json("procedures", self.procedures)?,
            state: row.code("state", &self.state)?,
            send_back_reason: self.send_back_reason,
            assignee: self.assignee.map(StaffId),
            version: self.version,
            received_at: self.received_at,
        })
    }
}

/// One piece of work.
pub async fn get(tx: &mut TenantTx, id: QueueItemId) -> Result<Option<QueueItem>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ItemRow,
        "SELECT queue_item_id, case_id, section_id, procedures, state, send_back_reason, assignee, version,
            received_at
         FROM queue_items WHERE tenant_id = $1 AND queue_item_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(ItemRow::into_item)
    .transpose()
}

/// What every section has to do for a case, in the order of sections on screens.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<QueueItem>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ItemRow,
        "SELECT q.queue_item_id, q.case_id, q.section_id, q.procedures, q.state, q.send_back_reason, q.assignee,
            q.version, q.received_at
         FROM queue_items q JOIN sections s ON s.tenant_id = q.tenant_id AND s.section_id = q.section_id
         WHERE q.tenant_id = $1 AND q.case_id = $2 ORDER BY s.position, q.received_at, q.queue_item_id",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ItemRow::into_item)
    .collect()
}

/// One change of state of a piece of work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the system.
    pub staff_id: Option<StaffId>,
    /// That person's name.
    pub staff_name: Option<String>,
    /// The state before; none when it was new.
    pub from: Option<QueueState>,
    /// The state after.
    pub to: QueueState,
    /// Why; empty where no reason is asked.
    pub reason: String,
}

/// Everything that happened to a piece of work, oldest first.
pub async fn events(tx: &mut TenantTx, id: QueueItemId) -> Result<Vec<QueueEvent>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT e.event_id, e.at, e.staff_id, s.display_name AS "staff_name?", e.from_state, e.to_state, e.reason
           FROM queue_events e LEFT JOIN staff s ON s.tenant_id = e.tenant_id AND s.staff_id = e.staff_id
           WHERE e.tenant_id = $1 AND e.queue_item_id = $2 ORDER BY e.item_version, e.at, e.event_id"#,
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|event| {
        let row = Row { table: "queue_events", id: &event.event_id };
        Ok(QueueEvent {
            at: event.at,
            staff_id: event.staff_id.map(StaffId),
            staff_name: event.staff_name,
            from: event.from_state.as_deref().map(|state| row.code("from_state", state)).transpose()?,
            to: row.code("to_state", &event.to_state)?,
            reason: event.reason,
        })
    })
    .collect()
}

/// Notes a change of state, now.
pub(crate) async fn note(
    tx: &mut TenantTx,
    item: QueueItemId,
    version: i32,
    from: Option<QueueState>,
    to: QueueState,
    by: Option<StaffId>,
    reason: &str,
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO queue_events (tenant_id, event_id, queue_item_id, item_version, from_state, to_state,
            staff_id, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        item.0,
        version,
        from.map(|state| code(&state)),
        code(&to),
        by.map(|by| by.0),
        reason,
        now
    )
    .execute(tx.connection())
    .await?;
    webhooks::of_queue_item(tx, item, from, to).await
}
