//! A run as it is in the database.

use chrono::{DateTime, Utc};
use madoguchi_import::Target;
use madoguchi_model::ids::{ImportRunId, ImportSourceId, StaffId};
use sqlx::FromRow;
use uuid::Uuid;

use super::progress::RunProgress;
use crate::StoreError;
use crate::codec::Row;

/// The state of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunState {
    /// Its file lies ready; the background takes it up.
    Waiting,
    /// Rows are read, or it was cut off meanwhile: see [`RunProgress::is_held`].
    Staging,
    /// It is in the register.
    Applied,
    /// It was a dry run.
    Tried,
    /// It had no effect, for a reason.
    Refused,
    /// It was given up.
    Abandoned,
    /// This very file was applied before: nothing was done.
    Repeated,
    /// The place or the file could not be reached; [`Run::refusal`] says why.
    Failed,
}

impl RunState {
    /// Whether something is still to come of it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Staging)
    }
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
    /// The source it came from; none where somebody gave the file.
    pub source: Option<ImportSourceId>,
    /// The source's name.
    pub source_name: Option<String>,
    /// What whoever gave the file calls it; empty where nobody said.
    pub file_name: String,
    /// How long the file is, where that is known.
    pub file_bytes: Option<u64>,
    /// Where the file lies, for the background: the place's name and the key in it. None for the command line.
    pub stored: Option<(String, String)>,
    /// How many rejected rows it goes on with.
    pub max_rejects: u64,
    /// Whether it may remove many.
    pub accept_removals: bool,
    /// How often the background took it up.
    pub attempts: u32,
    /// Why the last attempt ended early, in Japanese; it is tried again.
    pub trouble: Option<String>,
    /// How far it is, while it is open and was taken up.
    pub progress: Option<RunProgress>,
    /// Who began it; none for the command line and for sources.
    pub started_by: Option<StaffId>,
    /// When it was begun; of a waiting run, since when it waits.
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

/// The columns of a [`RunRow`], from [`TABLES`].
pub(super) const COLUMNS: &str = "r.run_id, r.target, r.layout, r.full_load, r.dry_run, r.file_digest, r.state,
    r.refusal, r.source_id, s.name AS source_name, r.file_name, r.file_bytes, r.file_place, r.file_key, r.max_rejects,
    r.accept_removals, r.attempts, r.trouble, r.started_by, r.started_at, r.ended_at, r.position, r.staged,
    r.rejected_rows, r.added, r.changed, r.unchanged, r.historical, r.removed, p.leased_until, p.began_at,
    p.began_bytes, p.began_rows, p.updated_at, p.bytes_done, p.rows_done, p.switched, p.switch_total";

/// Runs with their sources and how far they are; `$1` is the tenant.
pub(super) const TABLES: &str = "import_runs r
    LEFT JOIN import_sources s ON s.tenant_id = $1 AND s.source_id = r.source_id
    LEFT JOIN import_progress p ON p.tenant_id = $1 AND p.run_id = r.run_id";

#[derive(FromRow)]
pub(super) struct RunRow {
    run_id: Uuid,
    target: String,
    layout: String,
    full_load: bool,
    dry_run: bool,
    file_digest: String,
    state: String,
    refusal: Option<String>,
    source_id: Option<Uuid>,
    source_name: Option<String>,
    file_name: String,
    file_bytes: Option<i64>,
    file_place: Option<String>,
    file_key: Option<String>,
    max_rejects: i64,
    accept_removals: bool,
    attempts: i32,
    trouble: Option<String>,
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
    leased_until: Option<DateTime<Utc>>,
    began_at: Option<DateTime<Utc>>,
    began_bytes: Option<i64>,
    began_rows: Option<i64>,
    updated_at: Option<DateTime<Utc>>,
    bytes_done: Option<i64>,
    rows_done: Option<i64>,
    switched: Option<i64>,
    switch_total: Option<i64>,
}

fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

impl RunRow {
    fn progress(&self) -> Option<RunProgress> {
        let some = |value: Option<i64>| value.map(count);
        Some(RunProgress {
            held_until: self.leased_until?,
            began_at: self.began_at?,
            updated_at: self.updated_at?,
            began_bytes: some(self.began_bytes)?,
            began_rows: some(self.began_rows)?,
            bytes: some(self.bytes_done)?,
            bytes_total: some(self.file_bytes),
            rows: some(self.rows_done)?,
            switched: some(self.switched).zip(some(self.switch_total)),
        })
    }

    pub(super) fn into_run(self) -> Result<Run, StoreError> {
        let row = Row {
            table: "import_runs",
            id: &self.run_id,
        };
        let state = match &*self.state {
            "waiting" => RunState::Waiting,
            "staging" => RunState::Staging,
            "applied" => RunState::Applied,
            "tried" => RunState::Tried,
            "refused" => RunState::Refused,
            "abandoned" => RunState::Abandoned,
            "repeated" => RunState::Repeated,
            "failed" => RunState::Failed,
            other => return Err(row.wrong("state", &other)),
        };
        Ok(Run {
            id: ImportRunId(self.run_id),
            target: row.code("target", &self.target)?,
            progress: self.progress().filter(|_| state.is_open()),
            layout: self.layout,
            full: self.full_load,
            dry_run: self.dry_run,
            file_digest: self.file_digest,
            state,
            refusal: self.refusal,
            source: self.source_id.map(ImportSourceId),
            source_name: self.source_name,
            file_name: self.file_name,
            file_bytes: self.file_bytes.map(count),
            stored: self.file_place.zip(self.file_key),
            max_rejects: count(self.max_rejects),
            accept_removals: self.accept_removals,
            attempts: u32::try_from(self.attempts).unwrap_or(0),
            trouble: self.trouble,
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
