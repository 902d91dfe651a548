//! A protective measure lifted for one case and for a time. It locks itself again when the time is over.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{CaseId, StaffId};
use serde_json::json as json_value;
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// A lift in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProtectionLift {
    /// Our id.
    pub id: Uuid,
    /// Why.
    pub reason: String,
    /// Who lifted.
    pub lifted_by: StaffId,
    /// That person's name.
    pub lifted_by_name: String,
    /// When.
    pub lifted_at: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// The lift that is in force for a case now.
pub async fn in_force(tx: &mut TenantTx, case: CaseId) -> Result<Option<ProtectionLift>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_as!(
        ProtectionLift,
        "SELECT l.lift_id AS id, l.reason, l.lifted_by, s.display_name AS lifted_by_name, l.lifted_at, l.until
         FROM protection_lifts l JOIN staff s ON s.tenant_id = l.tenant_id AND s.staff_id = l.lifted_by
         WHERE l.tenant_id = $1 AND l.case_id = $2 AND l.until > $3 AND l.ended_at IS NULL
         ORDER BY l.until DESC LIMIT 1",
        tenant,
        case.0,
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Lifts the measure for a case, with a reason, for a time from now.
pub async fn lift(
    tx: &mut TenantTx,
    case: CaseId,
    by: StaffId,
    reason: &str,
    lasting: Duration,
) -> Result<Uuid, ChangeError> {
    cases::state_for_change(tx, case).await?;
    if reason.trim().is_empty() {
        return Err(ChangeError::NotAllowed("a lift needs a reason".into()));
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let until = now + lasting;
    sqlx::query!(
        "INSERT INTO protection_lifts (tenant_id, lift_id, case_id, reason, lifted_by, lifted_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        id,
        case.0,
        reason,
        by.0,
        now,
        until
    )
    .execute(tx.connection())
    .await?;
    let detail = json_value!({ "reason": reason, "until": until });
    case_events::record(tx, case, Some(by), CaseEventKind::ProtectionLifted, &detail).await?;
    Ok(id)
}

/// Ends every lift of a case before its time; how many.
pub async fn end(tx: &mut TenantTx, case: CaseId, by: StaffId) -> Result<u64, ChangeError> {
    cases::state_for_change(tx, case).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE protection_lifts SET ended_by = $3, ended_at = $4
         WHERE tenant_id = $1 AND case_id = $2 AND until > $4 AND ended_at IS NULL",
        tenant,
        case.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    if done > 0 {
        let detail = json_value!({});
        case_events::record(tx, case, Some(by), CaseEventKind::ProtectionRestored, &detail).await?;
    }
    Ok(done)
}
