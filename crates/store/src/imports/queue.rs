//! Files that wait for the background: given by somebody, or found by a source.

use chrono::Duration;
use madoguchi_import::Target;
use madoguchi_model::ids::{ImportRunId, ImportSourceId, StaffId, TenantId};
use uuid::Uuid;

use super::run::Run;
use super::runs::{self, get};
use super::switch::Bounds;
use crate::{ChangeError, Store, StoreError, TenantScope, TenantTx};

/// A file that lies where the background can read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StoredFile<'a> {
    /// `spool`, or the operator's name of a place.
    pub place: &'a str,
    /// Where in it.
    pub key: &'a str,
    /// What whoever gave it calls it.
    pub name: &'a str,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub digest: &'a str,
}

/// A file to import in the background.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewFile<'a> {
    /// What it is about.
    pub target: Target,
    /// The id of its layout.
    pub layout: &'a str,
    /// The file is everything the system has; otherwise only what changed.
    pub full: bool,
    /// Only tell what would change.
    pub dry_run: bool,
    /// What the switch-over may do.
    pub bounds: Bounds,
    /// Who gave it; none for a source.
    pub by: Option<StaffId>,
    /// Which source found it; none where somebody gave it.
    pub source: Option<ImportSourceId>,
    /// The file.
    pub file: StoredFile<'a>,
}

/// Lets a file wait for the background: it is imported when the caller has committed, after those of the same target
/// that wait already.
pub async fn enqueue(tx: &mut TenantTx, new: &NewFile<'_>) -> Result<ImportRunId, StoreError> {
    let id = ImportRunId(tx.new_id());
    sqlx::query(
        "INSERT INTO import_runs (tenant_id, run_id, target, layout, full_load, dry_run, file_digest, state, started_by,
            started_at, queued_at, source_id, file_place, file_key, file_name, file_bytes, accept_removals, max_rejects)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(tx.tenant())
    .bind(id.0)
    .bind(new.target.code())
    .bind(new.layout)
    .bind(new.full)
    .bind(new.dry_run)
    .bind(new.file.digest)
    .bind(new.by.map(|by| by.0))
    .bind(tx.now())
    .bind(new.source.map(|source| source.0))
    .bind(new.file.place)
    .bind(new.file.key)
    .bind(new.file.name)
    .bind(i64::try_from(new.file.bytes).unwrap_or(i64::MAX))
    .bind(new.bounds.accept_removals)
    .bind(i64::try_from(new.bounds.rejected_rows).unwrap_or(i64::MAX))
    .execute(tx.connection())
    .await?;
    Ok(id)
}

/// Lets the file of a run that has ended wait once more, for example for real after a dry run, or with removals accepted
/// after a refusal. [`ChangeError::NotAllowed`] where the run is open or its file is not kept any more.
pub async fn again(
    tx: &mut TenantTx,
    id: ImportRunId,
    dry_run: bool,
    bounds: Bounds,
    by: StaffId,
) -> Result<ImportRunId, ChangeError> {
    let run = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if run.state.is_open() {
        return Err(ChangeError::NotAllowed("the run is open".into()));
    }
    let Some((place, key)) = &run.stored else {
        return Err(ChangeError::NotAllowed("the file is not kept".into()));
    };
    let new = NewFile {
        target: run.target,
        layout: &run.layout,
        full: run.full,
        dry_run,
        bounds,
        by: Some(by),
        source: run.source,
        file: StoredFile {
            place,
            key,
            name: &run.file_name,
            bytes: run.file_bytes.unwrap_or(0),
            digest: &run.file_digest,
        },
    };
    let id = enqueue(tx, &new).await?;
    Ok(id)
}

/// The tenants with a source to look into or a run to work on now.
pub async fn tenants_with_due_imports(store: &Store) -> Result<Vec<TenantScope>, StoreError> {
    let now = store.clock().now();
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT tenants_with_due_imports($1)")
        .bind(now)
        .fetch_all(store.pool())
        .await?;
    Ok(ids.into_iter().map(|id| TenantScope::new(TenantId(id))).collect())
}

/// Leases the run that waits longest or was cut off, if there is one, for the background to carry out. Files of one
/// target come one after the other, in the order in which they were queued, those of one look by name.
pub async fn lease(tx: &mut TenantTx, lasting: Duration) -> Result<Option<Run>, StoreError> {
    let id: Option<Uuid> = sqlx::query_scalar(
        "UPDATE import_runs SET attempts = attempts + 1
         WHERE tenant_id = $1 AND run_id = (
            SELECT r.run_id FROM import_runs r
            LEFT JOIN import_progress p ON p.tenant_id = $1 AND p.run_id = r.run_id
            WHERE r.tenant_id = $1 AND r.state IN ('waiting', 'staging') AND r.file_place IS NOT NULL
                AND (p.leased_until IS NULL OR p.leased_until <= $2)
                AND NOT EXISTS (SELECT FROM import_runs o
                    WHERE o.tenant_id = $1 AND o.target = r.target AND o.run_id <> r.run_id
                        AND (o.state = 'staging' OR (o.state = 'waiting' AND r.state = 'waiting'
                            AND (o.queued_at, o.file_name, o.run_id) < (r.queued_at, r.file_name, r.run_id))))
            ORDER BY r.queued_at, r.file_name, r.run_id LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
         RETURNING run_id",
    )
    .bind(tx.tenant())
    .bind(tx.now())
    .fetch_optional(tx.connection())
    .await?;
    let Some(id) = id else { return Ok(None) };
    let (lease, now) = (tx.new_id(), tx.now());
    sqlx::query(
        "INSERT INTO import_progress (tenant_id, run_id, lease, leased_until, began_at, began_bytes, began_rows,
            updated_at, bytes_done, rows_done) VALUES ($1, $2, $3, $4, $5, 0, 0, $5, 0, 0)
         ON CONFLICT (tenant_id, run_id) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(lease)
    .bind(now + lasting)
    .bind(now)
    .execute(tx.connection())
    .await?;
    get(tx, ImportRunId(id)).await
}

/// Gives a leased run back after trouble that may pass, in Japanese, to be tried again after a while.
pub async fn put_off(
    tx: &mut TenantTx,
    id: ImportRunId,
    trouble: &str,
    wait: Duration,
) -> Result<(), StoreError> {
    let (tenant, until) = (tx.tenant(), tx.now() + wait);
    sqlx::query(
        "UPDATE import_runs SET trouble = $3 WHERE tenant_id = $1 AND run_id = $2 AND state IN ('waiting', 'staging')",
    )
    .bind(tenant)
    .bind(id.0)
    .bind(trouble)
    .execute(tx.connection())
    .await?;
    sqlx::query("UPDATE import_progress SET leased_until = $3 WHERE tenant_id = $1 AND run_id = $2")
        .bind(tenant)
        .bind(id.0)
        .bind(until)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Ends an open run whose file could not be reached, for a reason in Japanese.
pub async fn fail(tx: &mut TenantTx, id: ImportRunId, reason: &str) -> Result<(), ChangeError> {
    if runs::end_waiting(tx, id, "failed", Some(reason)).await? {
        return Ok(());
    }
    let run = runs::lock(tx, id).await?.ok_or(ChangeError::NotFound)?;
    runs::clear_staged(tx, &run).await?;
    runs::end(tx, &run, "failed", Some(reason)).await?;
    Ok(())
}

/// Notes where the file of a run lies now; none when it is not kept any more.
pub async fn note_place(
    tx: &mut TenantTx,
    id: ImportRunId,
    stored: Option<(&str, &str)>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE import_runs SET file_place = $3, file_key = $4 WHERE tenant_id = $1 AND run_id = $2")
        .bind(tx.tenant())
        .bind(id.0)
        .bind(stored.map(|(place, _)| place))
        .bind(stored.map(|(_, key)| key))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Whether this very file was applied for a target before, whenever that was.
pub async fn was_applied(tx: &mut TenantTx, target: Target, digest: &str) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM import_runs
            WHERE tenant_id = $1 AND target = $2 AND file_digest = $3 AND state = 'applied')",
    )
    .bind(tx.tenant())
    .bind(target.code())
    .bind(digest)
    .fetch_one(tx.connection())
    .await?)
}

/// The names of a source's files that wait or are being imported.
pub async fn open_files_of(tx: &mut TenantTx, source: ImportSourceId) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT file_name FROM import_runs
         WHERE tenant_id = $1 AND source_id = $2 AND state IN ('waiting', 'staging') ORDER BY file_name",
    )
    .bind(tx.tenant())
    .bind(source.0)
    .fetch_all(tx.connection())
    .await?)
}

/// Ends a waiting run because its file was applied before.
pub async fn end_repeated(tx: &mut TenantTx, id: ImportRunId) -> Result<(), StoreError> {
    runs::end_waiting(tx, id, "repeated", None).await.map(drop)
}

/// Runs that have ended and whose file is in the spool, for tidying: those that ended before an instant, and whether
/// their file is of use still is the caller's to say.
pub async fn spooled(
    tx: &mut TenantTx,
    ended_before: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<(ImportRunId, String)>, StoreError> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT run_id, file_key FROM import_runs r WHERE tenant_id = $1 AND file_place = 'spool' AND ended_at <= $2
            AND NOT EXISTS (SELECT FROM import_runs o WHERE o.tenant_id = $1 AND o.file_place = 'spool'
                AND o.file_key = r.file_key AND (o.ended_at IS NULL OR o.ended_at > $2))
         ORDER BY run_id LIMIT 1000",
    )
    .bind(tx.tenant())
    .bind(ended_before)
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|(id, key)| (ImportRunId(id), key)).collect())
}
