//! One editor of a case at a time. Others may look.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{CaseId, StaffId};
use serde_json::json as json_value;

use crate::case_events::{self, CaseEventKind};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// Who may edit a case, and until when without renewing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditLease {
    /// The editor.
    pub holder: StaffId,
    /// The editor's name.
    pub holder_name: String,
    /// Since when.
    pub taken_at: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// The lease on a case, run out or not.
pub async fn get(tx: &mut TenantTx, case: CaseId) -> Result<Option<EditLease>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        EditLease,
        "SELECT l.holder, s.display_name AS holder_name, l.taken_at, l.until
         FROM edit_leases l JOIN staff s ON s.tenant_id = l.tenant_id AND s.staff_id = l.holder
         WHERE l.tenant_id = $1 AND l.case_id = $2",
        tenant,
        case.0
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Takes the right to edit for a time, or renews one's own. Fails with `HeldBy` while another's lasts; one of
/// another that has run out is only taken over when `take_over` says so (also `HeldBy` otherwise).
pub async fn take(
    tx: &mut TenantTx,
    case: CaseId,
    by: StaffId,
    lasting: Duration,
    take_over: bool,
) -> Result<EditLease, ChangeError> {
    cases::state_for_change(tx, case).await?; // the lock on the case makes two takers wait for each other
    let (tenant, now) = (tx.tenant(), tx.now());
    let before = get(tx, case).await?;
    if let Some(other) = before.as_ref().filter(|lease| lease.holder != by) {
        if other.until > now || !take_over {
            return Err(ChangeError::HeldBy(other.holder));
        }
        let detail = json_value!({});
        case_events::record(tx, case, Some(by), CaseEventKind::TakenOver, &detail).await?;
    }
    let taken_at = before
        .filter(|lease| lease.holder == by)
        .map_or(now, |lease| lease.taken_at);
    sqlx::query!(
        "INSERT INTO edit_leases (tenant_id, case_id, holder, taken_at, until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, case_id) DO UPDATE
         SET holder = excluded.holder, taken_at = excluded.taken_at, until = excluded.until",
        tenant,
        case.0,
        by.0,
        taken_at,
        now + lasting
    )
    .execute(tx.connection())
    .await?;
    get(tx, case).await?.ok_or(ChangeError::NotFound)
}

/// Gives the right to edit back; false when it was not this person's.
pub async fn release(tx: &mut TenantTx, case: CaseId, by: StaffId) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM edit_leases WHERE tenant_id = $1 AND case_id = $2 AND holder = $3",
        tenant,
        case.0,
        by.0
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
