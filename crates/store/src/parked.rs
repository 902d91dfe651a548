//! Forms that were sent after their session had ended, kept for the next sign-in of the same person so that
//! nothing typed is lost.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;

use crate::{ChangeError, StoreError, TenantTx};

/// Keeps a form under the SHA-256 of a key that only the browser holds.
pub async fn put(
    tx: &mut TenantTx,
    key_sha256: [u8; 32],
    staff: StaffId,
    path: &str,
    body: &[u8],
    expires_at: DateTime<Utc>,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    if crate::staff::get(tx, staff).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    sqlx::query!(
        "INSERT INTO parked_forms (tenant_id, key_sha256, staff_id, path, body, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        tenant,
        &key_sha256[..],
        staff.0,
        path,
        body,
        expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes a form out: its path and body. Once only, by the same person, and not after its time.
pub async fn take(
    tx: &mut TenantTx,
    key_sha256: [u8; 32],
    staff: StaffId,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let row = sqlx::query!(
        "DELETE FROM parked_forms WHERE tenant_id = $1 AND key_sha256 = $2 AND staff_id = $3 AND expires_at > $4
         RETURNING path, body",
        tenant,
        &key_sha256[..],
        staff.0,
        now
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.path, row.body)))
}

/// Removes forms whose time is over; how many.
pub async fn remove_expired(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "DELETE FROM parked_forms WHERE tenant_id = $1 AND expires_at <= $2",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
