//! Looking into a source.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{ImportRunId, ImportSourceId};

use super::{ImportSource, get};
use crate::{StoreError, TenantTx};

/// A file as it lay in its place at a look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// What the place says of its last change; only compared.
    pub changed: String,
}

/// A source that is due, if there is one; nobody else looks into it for as long.
pub async fn due(tx: &mut TenantTx, lasting: Duration) -> Result<Option<ImportSource>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let id = sqlx::query_scalar!(
        "UPDATE import_sources SET leased_until = $3
         WHERE tenant_id = $1 AND source_id = (
            SELECT source_id FROM import_sources
            WHERE tenant_id = $1 AND active AND removed_at IS NULL AND next_look_at <= $2
                AND (leased_until IS NULL OR leased_until <= $2)
            ORDER BY next_look_at, source_id LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING source_id",
        tenant,
        now,
        now + lasting
    )
    .fetch_optional(tx.connection())
    .await?;
    match id {
        Some(id) => get(tx, ImportSourceId(id)).await,
        None => Ok(None),
    }
}

/// Notes what came of a look, in Japanese, and when the next is: by the schedule, or sooner where files are not complete
/// yet.
pub async fn looked(
    tx: &mut TenantTx,
    source: &ImportSource,
    outcome: &str,
    failed: bool,
    again_in: Option<Duration>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let scheduled = source.fields.schedule.after(now);
    let next = again_in.map_or(scheduled, |wait| scheduled.min(now + wait));
    sqlx::query!(
        "UPDATE import_sources SET leased_until = NULL, last_looked_at = $3, last_outcome = $4, last_failed = $5,
            next_look_at = $6
         WHERE tenant_id = $1 AND source_id = $2",
        tenant,
        source.id.0,
        now,
        outcome,
        failed,
        next
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Puts a look that failed, for a reason in Japanese, on the list of runs. The same reason again is the same line.
pub async fn note_failure(tx: &mut TenantTx, source: &ImportSource, reason: &str) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let again = sqlx::query!(
        "UPDATE import_runs SET ended_at = $3, attempts = attempts + 1
         WHERE tenant_id = $1 AND state = 'failed' AND refusal = $4 AND file_name = '' AND run_id = (
            SELECT run_id FROM import_runs WHERE tenant_id = $1 AND source_id = $2
            ORDER BY started_at DESC, run_id DESC LIMIT 1)",
        tenant,
        source.id.0,
        now,
        reason
    )
    .execute(tx.connection())
    .await?;
    if again.rows_affected() > 0 {
        return Ok(());
    }
    let id = ImportRunId(tx.new_id());
    sqlx::query!(
        "INSERT INTO import_runs (tenant_id, run_id, target, layout, full_load, dry_run, file_digest, state, refusal,
            source_id, started_at, ended_at, attempts)
         VALUES ($1, $2, $3, $4, $5, false, '', 'failed', $6, $7, $8, $8, 1)",
        tenant,
        id.0,
        source.fields.target.code(),
        source.fields.layout,
        source.fields.full,
        reason,
        source.id.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Notes how a file is now, and since when it has been so: now, where it was not seen before or has changed.
pub async fn see(
    tx: &mut TenantTx,
    source: ImportSourceId,
    file: &Seen,
) -> Result<DateTime<Utc>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_scalar!(
        "INSERT INTO import_source_files AS f (tenant_id, source_id, file_name, bytes, changed, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, source_id, file_name) DO UPDATE SET bytes = excluded.bytes,
            changed = excluded.changed,
            seen_at = CASE WHEN (f.bytes, f.changed) = (excluded.bytes, excluded.changed) THEN f.seen_at
                ELSE excluded.seen_at END
         RETURNING seen_at",
        tenant,
        source.0,
        file.name,
        i64::try_from(file.bytes).unwrap_or(i64::MAX),
        file.changed,
        now
    )
    .fetch_one(tx.connection())
    .await?)
}

/// The names that were seen and not forgotten.
pub async fn seen(tx: &mut TenantTx, source: ImportSourceId) -> Result<Vec<String>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        "SELECT file_name FROM import_source_files WHERE tenant_id = $1 AND source_id = $2 ORDER BY file_name",
        tenant,
        source.0
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Forgets a file that was taken, or is not there any more.
pub async fn forget(tx: &mut TenantTx, source: ImportSourceId, name: &str) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "DELETE FROM import_source_files WHERE tenant_id = $1 AND source_id = $2 AND file_name = $3",
        tenant,
        source.0,
        name
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
