//! Runs: who imported which file when, how far, and what came of it.

use chrono::{DateTime, Utc};
use madoguchi_import::Target;
use madoguchi_model::ids::{ImportRunId, StaffId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::codec::Row;
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
    /// Who; none for the command line.
    pub by: Option<StaffId>,
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

/// The state of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunState {
    /// Rows are read.
    Staging,
    /// It is in the register.
    Applied,
    /// It was a dry run.
    Tried,
    /// It had no effect, for a reason.
    Refused,
    /// It was given up.
    Abandoned,
}

/// What a run did, or a dry run would do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Persons, or entries of another system, that were not there.
    pub added: u64,
    /// Those that say something else than before.
    pub changed: u64,
    /// Those that say the same.
    pub unchanged: u64,
    /// Earlier entries of a history.
    pub historical: u64,
    /// Those that a full load does not have any more.
    pub removed: u64,
}

/// One import of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Our id.
    pub id: ImportRunId,
    /// What the file is about.
    pub target: Target,
    /// The id of its layout.
    pub layout: String,
    /// Everything, or only what changed.
    pub full: bool,
    /// Only to tell what would change.
    pub dry_run: bool,
    /// SHA-256 of the file.
    pub file_digest: String,
    /// The state.
    pub state: RunState,
    /// Why it had no effect, in Japanese.
    pub refusal: Option<String>,
    /// Who began it; none for the command line.
    pub started_by: Option<StaffId>,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The last row of the file that is staged or rejected.
    pub position: u64,
    /// Rows that are staged or were.
    pub staged: u64,
    /// Rows that were not taken.
    pub rejected_rows: u64,
    /// What it did.
    pub counts: Counts,
}

const COLUMNS: &str = "run_id, target, layout, full_load, dry_run, file_digest, state, refusal, started_by,
    started_at, ended_at, position, staged, rejected_rows, added, changed, unchanged, historical, removed";

#[derive(FromRow)]
struct RunRow {
    run_id: Uuid,
    target: String,
    layout: String,
    full_load: bool,
    dry_run: bool,
    file_digest: String,
    state: String,
    refusal: Option<String>,
    started_by: Option<Uuid>,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    position: i64,
    staged: i64,
    rejected_rows: i64,
    added: i64,
    changed: i64,
    unchanged: i64,
    historical: i64,
    removed: i64,
}

impl RunRow {
    fn into_run(self) -> Result<Run, StoreError> {
        let row = Row {
            table: "import_runs",
            id: &self.run_id,
        };
        let count = |count: i64| u64::try_from(count).unwrap_or(0);
        let state = match &*self.state {
            "staging" => RunState::Staging,
            "applied" => RunState::Applied,
            "tried" => RunState::Tried,
            "refused" => RunState::Refused,
            "abandoned" => RunState::Abandoned,
            other => return Err(row.wrong("state", &other)),
        };
        Ok(Run {
            id: ImportRunId(self.run_id),
            target: row.code("target", &self.target)?,
            layout: self.layout,
            full: self.full_load,
            dry_run: self.dry_run,
            file_digest: self.file_digest,
            state,
            refusal: self.refusal,
            started_by: self.started_by.map(StaffId),
            started_at: self.started_at,
            ended_at: self.ended_at,
            position: count(self.position),
            staged: count(self.staged),
            rejected_rows: count(self.rejected_rows),
            counts: Counts {
                added: count(self.added),
                changed: count(self.changed),
                unchanged: count(self.unchanged),
                historical: count(self.historical),
                removed: count(self.removed),
            },
        })
    }
}

/// Begins a run, or finds the one to go on with. Rows that the database lost in a crash are found missing, and the run
/// begins at the first row again.
pub async fn begin(tx: &mut TenantTx, new: &NewRun<'_>) -> Result<Begun, StoreError> {
    if let Some(open) = open(tx, new.target).await? {
        let same = open.file_digest == new.file_digest
            && open.layout == new.layout
            && (open.full, open.dry_run) == (new.full, new.dry_run);
        if !same {
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
        return Ok(Begun::Applied(last));
    }
    let id = ImportRunId(tx.new_id());
    sqlx::query(
        "INSERT INTO import_runs (tenant_id, run_id, target, layout, full_load, dry_run, file_digest, state,
            started_by, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'staging', $8, $9)",
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
    .execute(tx.connection())
    .await?;
    let run = get(tx, id).await?;
    run.map(Begun::New).ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// One run.
pub async fn get(tx: &mut TenantTx, id: ImportRunId) -> Result<Option<Run>, StoreError> {
    one(tx, "run_id = $2", id.0, "").await
}

/// Runs, the newest first.
pub async fn list(tx: &mut TenantTx, limit: u16) -> Result<Vec<Run>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM import_runs WHERE tenant_id = $1 ORDER BY started_at DESC, run_id DESC LIMIT $2"
    );
    let rows: Vec<RunRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(i64::from(limit))
        .fetch_all(tx.connection())
        .await?;
    rows.into_iter().map(RunRow::into_run).collect()
}

/// Gives an open run up: what it staged is gone, what it rejected stays.
pub async fn abandon(tx: &mut TenantTx, id: ImportRunId) -> Result<(), ChangeError> {
    let run = get(tx, id).await?.filter(|run| run.state == RunState::Staging);
    let run = run.ok_or(ChangeError::NotFound)?;
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
    one(tx, "run_id = $2 AND state = 'staging'", id.0, "FOR UPDATE").await
}

async fn open(tx: &mut TenantTx, target: Target) -> Result<Option<Run>, StoreError> {
    one(
        tx,
        "target = $2 AND state = 'staging'",
        target.code(),
        "FOR UPDATE",
    )
    .await
}

async fn last_applied(tx: &mut TenantTx, target: Target) -> Result<Option<Run>, StoreError> {
    let last = "ORDER BY ended_at DESC, run_id DESC LIMIT 1";
    one(tx, "target = $2 AND state = 'applied'", target.code(), last).await
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
    let statement = format!("SELECT {COLUMNS} FROM import_runs WHERE tenant_id = $1 AND {condition} {after}");
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
