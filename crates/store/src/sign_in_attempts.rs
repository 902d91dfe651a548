//! Attempts to sign in, to slow guessing down per name and per address. They outlive a restart.

use chrono::{DateTime, Utc};

use crate::{StoreError, TenantTx};

/// How often signing in failed since some instant, since the last success of that name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Failures {
    /// Failures of this name, from any address, after its last success.
    pub by_name: i64,
    /// The last of them.
    pub last_by_name: Option<DateTime<Utc>>,
    /// Failures from this address, of any name.
    pub by_address: i64,
    /// The last of them.
    pub last_by_address: Option<DateTime<Utc>>,
}

/// Records an attempt, now.
pub async fn record(
    tx: &mut TenantTx,
    name_key: &str,
    address: &str,
    succeeded: bool,
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO sign_in_attempts (tenant_id, attempt_id, name_key, address, at, succeeded)
         VALUES ($1, $2, $3, $4, $5, $6)",
        tenant,
        id,
        name_key,
        address,
        now,
        succeeded
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Waits until no other attempt of this name is being judged, so that many at once do not all pass. Held until
/// the transaction ends.
pub async fn one_at_a_time(tx: &mut TenantTx, name_key: &str) -> Result<(), StoreError> {
    let key = format!("sign-in {} {name_key}", tx.tenant());
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Failures since an instant.
pub async fn failures_since(
    tx: &mut TenantTx,
    name_key: &str,
    address: &str,
    since: DateTime<Utc>,
) -> Result<Failures, StoreError> {
    let tenant = tx.tenant();
    let by_name = sqlx::query!(
        r#"SELECT count(*) AS "count!", max(at) AS last FROM sign_in_attempts
           WHERE tenant_id = $1 AND name_key = $2 AND NOT succeeded AND at >= $3
             AND at > coalesce((SELECT max(at) FROM sign_in_attempts
                                WHERE tenant_id = $1 AND name_key = $2 AND succeeded), '-infinity')"#,
        tenant,
        name_key,
        since
    )
    .fetch_one(tx.connection())
    .await?;
    let by_address = sqlx::query!(
        r#"SELECT count(*) AS "count!", max(at) AS last FROM sign_in_attempts
           WHERE tenant_id = $1 AND address = $2 AND NOT succeeded AND at >= $3"#,
        tenant,
        address,
        since
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Failures {
        by_name: by_name.count,
        last_by_name: by_name.last,
        by_address: by_address.count,
        last_by_address: by_address.last,
    })
}

/// Forgets every attempt of a name, when somebody entitled unlocks it.
pub async fn clear(tx: &mut TenantTx, name_key: &str) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "DELETE FROM sign_in_attempts WHERE tenant_id = $1 AND name_key = $2",
        tenant,
        name_key
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Forgets attempts older than an instant; how many.
pub async fn remove_before(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM sign_in_attempts WHERE tenant_id = $1 AND at < $2",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
