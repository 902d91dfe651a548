//! 緊急閲覧: an officer who may not lift a measure sees one person's address for some minutes, with a reason. It is
//! kept, and waits for a chief to acknowledge it.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{EmergencyAccessId, ResidentId, SectionId, StaffId};
use uuid::Uuid;

use crate::{ChangeError, StoreError, TenantTx, residents};

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmergencyAccess {
    /// Our id.
    pub id: EmergencyAccessId,
    /// Whose address.
    pub resident_id: ResidentId,
    /// That person's name as written.
    pub name: String,
    /// Who looked.
    pub by: StaffId,
    /// That officer's name.
    pub by_name: String,
    /// Where the officer works.
    pub section_id: SectionId,
    /// The section's name.
    pub section_name: String,
    /// Why.
    pub reason: String,
    /// From when.
    pub at: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// The chief who acknowledged it, when, and what was found.
    pub acknowledged: Option<(String, DateTime<Utc>, String)>,
}

/// Opens one for a time from now.
///
/// # Errors
/// When there is no such resident, or no reason.
pub async fn open(
    tx: &mut TenantTx,
    resident: ResidentId,
    by: StaffId,
    reason: &str,
    lasting: Duration,
) -> Result<EmergencyAccessId, ChangeError> {
    residents::get(tx, resident).await?.ok_or(ChangeError::NotFound)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ChangeError::NotAllowed("it needs a reason".into()));
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO emergency_accesses (tenant_id, access_id, resident_id, staff_id, reason, at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        id,
        resident.0,
        by.0,
        reason,
        now,
        now + lasting
    )
    .execute(tx.connection())
    .await?;
    Ok(EmergencyAccessId(id))
}

/// Until when an officer may see this person's address, if now.
pub async fn in_force(
    tx: &mut TenantTx,
    resident: ResidentId,
    by: StaffId,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_scalar!(
        "SELECT until FROM emergency_accesses
         WHERE tenant_id = $1 AND resident_id = $2 AND staff_id = $3 AND at <= $4 AND until > $4
         ORDER BY until DESC LIMIT 1",
        tenant,
        resident.0,
        by.0,
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// One of them.
pub async fn get(tx: &mut TenantTx, id: EmergencyAccessId) -> Result<Option<EmergencyAccess>, StoreError> {
    Ok(rows(tx, Some(id), 1).await?.pop())
}

/// All of them, those that nobody has acknowledged first, then the newest.
pub async fn list(tx: &mut TenantTx, limit: u16) -> Result<Vec<EmergencyAccess>, StoreError> {
    rows(tx, None, limit).await
}

async fn rows(
    tx: &mut TenantTx,
    id: Option<EmergencyAccessId>,
    limit: u16,
) -> Result<Vec<EmergencyAccess>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT a.access_id, a.resident_id, r.name, a.staff_id, s.display_name, s.section_id,
            c.name AS section_name, a.reason, a.at, a.until, k.display_name AS "chief?", a.acknowledged_at, a.remark
           FROM emergency_accesses a
           JOIN residents r ON r.tenant_id = $1 AND r.resident_id = a.resident_id
           JOIN staff s ON s.tenant_id = $1 AND s.staff_id = a.staff_id
           JOIN sections c ON c.tenant_id = $1 AND c.section_id = s.section_id
           LEFT JOIN staff k ON k.tenant_id = $1 AND k.staff_id = a.acknowledged_by
           WHERE a.tenant_id = $1 AND ($2::uuid IS NULL OR a.access_id = $2)
           ORDER BY a.acknowledged_at IS NOT NULL, a.at DESC, a.access_id LIMIT $3"#,
        tenant,
        id.map(|id| id.0) as Option<Uuid>,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| EmergencyAccess {
            id: EmergencyAccessId(row.access_id),
            resident_id: ResidentId(row.resident_id),
            name: row.name,
            by: StaffId(row.staff_id),
            by_name: row.display_name,
            section_id: SectionId(row.section_id),
            section_name: row.section_name,
            reason: row.reason,
            at: row.at,
            until: row.until,
            acknowledged: match (row.chief, row.acknowledged_at, row.remark) {
                (Some(chief), Some(at), Some(remark)) => Some((chief, at, remark)),
                _ => None,
            },
        })
        .collect())
}

/// A chief has looked at it. Never the officer's own.
///
/// # Errors
/// When there is no such access, it is the chief's own, or somebody acknowledged it before.
pub async fn acknowledge(
    tx: &mut TenantTx,
    id: EmergencyAccessId,
    remark: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let access = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if access.by == by {
        return Err(ChangeError::NotAllowed("nobody acknowledges their own".into()));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE emergency_accesses SET acknowledged_by = $3, acknowledged_at = $4, remark = $5
         WHERE tenant_id = $1 AND access_id = $2 AND acknowledged_at IS NULL",
        tenant,
        id.0,
        by.0,
        now,
        remark.trim()
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Err(ChangeError::NotAllowed("somebody acknowledged it before".into()));
    }
    Ok(())
}
