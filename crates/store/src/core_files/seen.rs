//! Files of answers that lie in a folder and may still be written to.

use chrono::{DateTime, Utc};

use crate::{StoreError, TenantTx};

/// Notes that a file was seen as it is now; since when it has been so.
pub async fn see_answers(
    tx: &mut TenantTx,
    kind: &str,
    name: &str,
    bytes: u64,
    changed: &str,
) -> Result<DateTime<Utc>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_scalar!(
        "INSERT INTO core_answers_seen AS seen (tenant_id, kind, name, bytes, changed, since)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, kind, name) DO UPDATE SET bytes = $4, changed = $5,
            since = CASE WHEN seen.bytes = $4 AND seen.changed = $5 THEN seen.since ELSE $6 END
         RETURNING since",
        tenant,
        kind,
        name,
        i64::try_from(bytes).unwrap_or(i64::MAX),
        changed,
        now
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Forgets all files of a kind but those that lie there still.
pub async fn forget_answers(tx: &mut TenantTx, kind: &str, but: &[String]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "DELETE FROM core_answers_seen WHERE tenant_id = $1 AND kind = $2 AND name <> ALL ($3)",
        tenant,
        kind,
        but
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
