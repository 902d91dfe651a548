//! What was decided about a measure.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::{MeasureId, StaffId};
use madoguchi_model::protection::Transition;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// One decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for an import.
    pub by: Option<StaffId>,
    /// That person's name.
    pub by_name: Option<String>,
    /// What.
    pub what: Transition,
    /// Why.
    pub reason: String,
    /// The last day of the term after it.
    pub until: Option<NaiveDate>,
}

/// The decisions about a measure, oldest first.
pub async fn events(tx: &mut TenantTx, id: MeasureId) -> Result<Vec<MeasureEvent>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT e.at, e.staff_id, s.display_name AS "by_name?", e.kind, e.reason, e.until_day
           FROM protective_measure_events e
           LEFT JOIN staff s ON s.tenant_id = $1 AND s.staff_id = e.staff_id
           WHERE e.tenant_id = $1 AND e.measure_id = $2 ORDER BY e.at, e.event_id"#,
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?;
    let row = Row {
        table: "protective_measure_events",
        id: &id,
    };
    rows.into_iter()
        .map(|event| {
            Ok(MeasureEvent {
                at: event.at,
                by: event.staff_id.map(StaffId),
                by_name: event.by_name,
                what: row.code("kind", &event.kind)?,
                reason: event.reason,
                until: event.until_day,
            })
        })
        .collect()
}

pub(super) async fn note(
    tx: &mut TenantTx,
    id: MeasureId,
    by: Option<StaffId>,
    what: Transition,
    reason: &str,
    until: Option<NaiveDate>,
) -> Result<(), StoreError> {
    let (tenant, event, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO protective_measure_events (tenant_id, event_id, measure_id, at, staff_id, kind, reason, until_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tenant,
        event,
        id.0,
        now,
        by.map(|by| by.0),
        code(&what),
        reason,
        until
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
