//! Runs: who imported which file when, how far, and what came of it.

use madoguchi_import::Target;
use madoguchi_model::ids::{ImportRunId, ImportSourceId, StaffId};

use super::run::{COLUMNS, Run, RunRow, RunState, TABLES};
use crate::{ChangeError, StoreError, TenantTx};

/// A run to begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewRun<'a> {
    /// What the file is about.
    pub target: Target,
    /// The id of its layout.
    pub layout: &'a str,
    /// The file is everything the system has; otherwise only what changed.
    pub full: bool,
    /// Only tell what would change.
    pub dry_run: bool,
    /// SHA-256 of the file, in hexadecimal.
    pub file_digest: &'a str,
    /// Who; none for the command line and for sources.
    pub by: Option<StaffId>,
    /// What whoever gave the file calls it; for a waiting run it is known.
    pub file_name: &'a str,
    /// How long it is, where that is known.
    pub file_bytes: Option<u64>,
    /// The waiting run that this is; none where it did not wait.
    pub queued: Option<ImportRunId>,
}

/// How a run begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// Anew.
    New(Run),
    /// A run of the same file was cut off; it goes on after [`Run::position`].
    Resumed(Run),
    /// The last thing that was applied is this very file: there is nothing to do.
    Applied(Run),
    /// A run of another file for the same target is open. It must be finished or abandoned first.
    Busy(Run),
}

/// Begins a run, or finds the one to go on with. Rows that the database lost in a crash are found missing, and the run
/// begins at the first row again.
pub async fn begin(tx: &mut TenantTx, new: &NewRun<'_>) -> Result<Begun, StoreError> {
    if let Some(open) = open(tx, new.target).await? {
        let same = open.file_digest == new.file_digest
            && open.layout == new.layout
            && (open.full, open.dry_run) == (new.full, new.dry_run);
        if !same || new.queued.is_some_and(|queued| queued != open.id) {
            return Ok(Begun::Busy(open));
        }
        if staged(tx, &open).await? == open.staged {
            return Ok(Begun::Resumed(open));
        }
        clear(tx, &open).await?;
        sqlx::query(
            "UPDATE import_runs SET position = 0, staged = 0, rejected_rows = 0 WHERE tenant_id = $1 AND run_id = $2",
        )
        .bind(tx.tenant())
        .bind(open.id.0)
        .execute(tx.connection())
        .await?;
        return Ok(Begun::Resumed(get(tx, open.id).await?.unwrap_or(open)));
    }
    if let Some(last) = last_applied(tx, new.target).await?
        && last.file_digest == new.file_digest
        && (&*last.layout, last.full) == (new.layout, new.full)
    {
        if let Some(queued) = new.queued {
            end_waiting(tx, queued, "repeated", None).await?;
        }
        return Ok(Begun::Applied(last));
    }
    if let Some(queued) = new.queued {
        return take_up(tx, queued).await;
    }
    let id = ImportRunId(tx.new_id());
    sqlx::query(
        "INSERT INTO import_runs (tenant_id, run_id, target, layout, full_load, dry_run, file_digest, state,
            started_by, started_at, file_name, file_bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, 'staging', $8, $9, $10, $11)",
    )
    .bind(tx.tenant())
    .bind(id.0)
    .bind(new.target.code())
    .bind(new.layout)
    .bind(new.full)
    .bind(new.dry_run)
    .bind(new.file_digest)
    .bind(new.by.map(|by| by.0))
    .bind(tx.now())
    .bind(new.file_name)
    .bind(new.file_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)))
    .execute(tx.connection())
    .await?;
    let run = get(tx, id).await?;
    run.map(Begun::New).ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// A waiting run begins to read.
async fn take_up(tx: &mut TenantTx, id: ImportRunId) -> Result<Begun, StoreError> {
    sqlx::query(
        "UPDATE import_runs SET state = 'staging', started_at = $3
         WHERE tenant_id = $1 AND run_id = $2 AND state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(id.0)
    .bind(tx.now())
    .execute(tx.connection())
    .await?;
    let run = lock(tx, id).await?;
    // Given up meanwhile, or somebody else's.
    run.map(Begun::New).ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// One run.
pub async fn get(tx: &mut TenantTx, id: ImportRunId) -> Result<Option<Run>, StoreError> {
    one(tx, "r.run_id = $2", id.0, "").await
}

/// Runs, the newest first.
pub async fn list(tx: &mut TenantTx, limit: u16) -> Result<Vec<Run>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE r.tenant_id = $1 ORDER BY r.started_at DESC, r.run_id DESC LIMIT $2"
    );
    let rows: Vec<RunRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(i64::from(limit))
        .fetch_all(tx.connection())
        .await?;
    rows.into_iter().map(RunRow::into_run).collect()
}

/// Runs of one source, the newest first.
pub async fn list_of_source(
    tx: &mut TenantTx,
    source: ImportSourceId,
    limit: u16,
) -> Result<Vec<Run>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE r.tenant_id = $1 AND r.source_id = $2
         ORDER BY r.started_at DESC, r.run_id DESC LIMIT $3"
    );
    let rows: Vec<RunRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(source.0)
        .bind(i64::from(limit))
        .fetch_all(tx.connection())
        .await?;
    rows.into_iter().map(RunRow::into_run).collect()
}

/// Gives an open run up, also one that waits: what it staged is gone, what it rejected stays. Not while it is being
/// switched over: then it is as good as done, and [`ChangeError::NotAllowed`] says so.
pub async fn abandon(tx: &mut TenantTx, id: ImportRunId) -> Result<(), ChangeError> {
    if end_waiting(tx, id, "abandoned", None).await? {
        return Ok(());
    }
    let run = get(tx, id).await?.filter(|run| run.state == RunState::Staging);
    let run = run.ok_or(ChangeError::NotFound)?;
    let free: Option<i32> = sqlx::query_scalar(
        "SELECT 1 FROM import_runs WHERE tenant_id = $1 AND run_id = $2 AND state = 'staging' FOR UPDATE SKIP LOCKED",
    )
    .bind(tx.tenant())
    .bind(id.0)
    .fetch_optional(tx.connection())
    .await?;
    if free.is_none() {
        return Err(ChangeError::NotAllowed("it is being switched over".into()));
    }
    clear_staged(tx, &run).await?;
    end(tx, &run, "abandoned", None).await?;
    Ok(())
}

/// Ends an open run whose file cannot be taken, for a reason in Japanese. What it rejected stays.
pub(super) async fn refuse(tx: &mut TenantTx, id: ImportRunId, reason: &str) -> Result<(), ChangeError> {
    let run = lock(tx, id).await?.ok_or(ChangeError::NotFound)?;
    clear_staged(tx, &run).await?;
    end(tx, &run, "refused", Some(reason)).await?;
    Ok(())
}

/// Locks a run that is open until the transaction's end.
pub(super) async fn lock(tx: &mut TenantTx, id: ImportRunId) -> Result<Option<Run>, StoreError> {
    one(
        tx,
        "r.run_id = $2 AND r.state = 'staging'",
        id.0,
        "FOR UPDATE OF r",
    )
    .await
}

async fn open(tx: &mut TenantTx, target: Target) -> Result<Option<Run>, StoreError> {
    one(
        tx,
        "r.target = $2 AND r.state = 'staging'",
        target.code(),
        "FOR UPDATE OF r",
    )
    .await
}

async fn last_applied(tx: &mut TenantTx, target: Target) -> Result<Option<Run>, StoreError> {
    let last = "ORDER BY r.ended_at DESC, r.run_id DESC LIMIT 1";
    one(tx, "r.target = $2 AND r.state = 'applied'", target.code(), last).await
}

async fn one<'q, T>(
    tx: &mut TenantTx,
    condition: &'static str,
    value: T,
    after: &'static str,
) -> Result<Option<Run>, StoreError>
where
    T: sqlx::Encode<'q, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + 'q + Send,
{
    let statement = format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.tenant_id = $1 AND {condition} {after}");
    let row: Option<RunRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(value)
        .fetch_optional(tx.connection())
        .await?;
    row.map(RunRow::into_run).transpose()
}

/// The table that a run stages in.
pub(super) fn staging(target: Target) -> &'static str {
    if target == Target::Residents {
        "import_staged_residents"
    } else {
        "import_staged_facts"
    }
}

async fn staged(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    let table = staging(run.target);
    let statement = format!("SELECT count(*) FROM {table} WHERE tenant_id = $1 AND run_id = $2");
    let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(run.id.0)
        .fetch_one(tx.connection())
        .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(super) async fn clear_staged(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    delete(tx, staging(run.target), run.id).await
}

async fn clear(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    clear_staged(tx, run).await?;
    delete(tx, "import_rejects", run.id).await
}

async fn delete(tx: &mut TenantTx, table: &'static str, run: ImportRunId) -> Result<(), StoreError> {
    let statement = format!("DELETE FROM {table} WHERE tenant_id = $1 AND run_id = $2");
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(run.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Ends a run that waits; whether it was one.
pub(super) async fn end_waiting(
    tx: &mut TenantTx,
    id: ImportRunId,
    state: &'static str,
    refusal: Option<&str>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE import_runs SET state = $3, refusal = $4, ended_at = $5
         WHERE tenant_id = $1 AND run_id = $2 AND state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(id.0)
    .bind(state)
    .bind(refusal)
    .bind(tx.now())
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a run.
pub(super) async fn end(
    tx: &mut TenantTx,
    run: &Run,
    state: &'static str,
    refusal: Option<&str>,
) -> Result<(), StoreError> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query(
        "UPDATE import_runs SET state = $3, refusal = $4, ended_at = $5, rejected_rows = $6, added = $7, changed = $8,
            unchanged = $9, historical = $10, removed = $11 WHERE tenant_id = $1 AND run_id = $2",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .bind(state)
    .bind(refusal)
    .bind(tx.now())
    .bind(count(run.rejected_rows))
    .bind(count(run.counts.added))
    .bind(count(run.counts.changed))
    .bind(count(run.counts.unchanged))
    .bind(count(run.counts.historical))
    .bind(count(run.counts.removed))
    .execute(tx.connection())
    .await?;
    Ok(())
}
