//! Places that are looked into for the core systems' files, by a schedule.
//!
//! What is found waits as a run of [`crate::imports`]. Places themselves (folders, object storage, and the keys to
//! them) are the operator's configuration: here are only the name of one and a folder in the municipality's part of it.

mod fields;
mod look;
mod schedule;

use chrono::{DateTime, NaiveTime, Utc};
use madoguchi_import::Target;
use madoguchi_model::ids::{ImportSourceId, StaffId};
use uuid::Uuid;

use crate::codec::Row;
use crate::{ChangeError, StoreError, TenantTx};
pub use fields::{Mistake, SourceFields, matches};
pub use look::{Seen, due, forget, looked, note_failure, see, seen};
pub use schedule::Schedule;

/// A place that is looked into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportSource {
    /// Our id.
    pub id: ImportSourceId,
    /// What whoever administers it says of it.
    pub fields: SourceFields,
    /// For changing it: [`ChangeError::Stale`] where it is another by then.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: StaffId,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// When it is looked into next, if it is active.
    pub next_look_at: DateTime<Utc>,
    /// When it was last; none before the first time.
    pub last_looked_at: Option<DateTime<Utc>>,
    /// What came of that, in Japanese.
    pub last_outcome: Option<String>,
    /// Whether that was a failure.
    pub last_failed: bool,
}

struct SourceRow {
    source_id: Uuid,
    name: String,
    target: String,
    layout: String,
    full_load: bool,
    place: String,
    folder: String,
    file_names: String,
    max_rejects: i64,
    every_minutes: Option<i32>,
    at_time: Option<NaiveTime>,
    active: bool,
    version: i32,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
    next_look_at: DateTime<Utc>,
    last_looked_at: Option<DateTime<Utc>>,
    last_outcome: Option<String>,
    last_failed: bool,
}

impl SourceRow {
    fn into_source(self) -> Result<ImportSource, StoreError> {
        let row = Row {
            table: "import_sources",
            id: &self.source_id,
        };
        let schedule = Schedule::of(self.every_minutes, self.at_time);
        Ok(ImportSource {
            id: ImportSourceId(self.source_id),
            fields: SourceFields {
                name: self.name,
                target: Target::from_code(&self.target).ok_or_else(|| row.wrong("target", &self.target))?,
                layout: self.layout,
                full: self.full_load,
                place: self.place,
                folder: self.folder,
                file_names: self.file_names,
                max_rejects: u64::try_from(self.max_rejects).unwrap_or(0),
                schedule: schedule.ok_or_else(|| row.wrong("every_minutes", &"neither"))?,
                active: self.active,
            },
            version: self.version,
            changed_by: StaffId(self.changed_by),
            changed_at: self.changed_at,
            next_look_at: self.next_look_at,
            last_looked_at: self.last_looked_at,
            last_outcome: self.last_outcome,
            last_failed: self.last_failed,
        })
    }
}

/// Every source, by name.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<ImportSource>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        SourceRow,
        "SELECT source_id, name, target, layout, full_load, place, folder, file_names, max_rejects, every_minutes,
            at_time, active, version, changed_by, changed_at, next_look_at, last_looked_at, last_outcome, last_failed
         FROM import_sources WHERE tenant_id = $1 AND removed_at IS NULL ORDER BY name, source_id",
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(SourceRow::into_source).collect()
}

/// One source; none when it was removed.
pub async fn get(tx: &mut TenantTx, id: ImportSourceId) -> Result<Option<ImportSource>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query_as!(
        SourceRow,
        "SELECT source_id, name, target, layout, full_load, place, folder, file_names, max_rejects, every_minutes,
            at_time, active, version, changed_by, changed_at, next_look_at, last_looked_at, last_outcome, last_failed
         FROM import_sources WHERE tenant_id = $1 AND source_id = $2 AND removed_at IS NULL",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(SourceRow::into_source).transpose()
}

/// Adds a source. What [`SourceFields::check`] finds wrong is the caller's to ask before.
pub async fn create(
    tx: &mut TenantTx,
    fields: &SourceFields,
    by: StaffId,
) -> Result<ImportSourceId, StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let (every, at) = fields.schedule.columns();
    sqlx::query!(
        "INSERT INTO import_sources (tenant_id, source_id, name, target, layout, full_load, place, folder, file_names,
            max_rejects, every_minutes, at_time, active, changed_by, changed_at, next_look_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        tenant,
        id,
        fields.name,
        fields.target.code(),
        fields.layout,
        fields.full,
        fields.place,
        fields.folder,
        fields.file_names,
        i64::try_from(fields.max_rejects).unwrap_or(i64::MAX),
        every,
        at,
        fields.active,
        by.0,
        now,
        fields.schedule.after(now)
    )
    .execute(tx.connection())
    .await?;
    Ok(ImportSourceId(id))
}

/// Changes a source of this version.
pub async fn change(
    tx: &mut TenantTx,
    id: ImportSourceId,
    version: i32,
    fields: &SourceFields,
    by: StaffId,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let (every, at) = fields.schedule.columns();
    let done = sqlx::query!(
        "UPDATE import_sources SET name = $4, target = $5, layout = $6, full_load = $7, place = $8, folder = $9,
            file_names = $10, max_rejects = $11, every_minutes = $12, at_time = $13, active = $14, changed_by = $15,
            changed_at = $16, next_look_at = $17, version = version + 1
         WHERE tenant_id = $1 AND source_id = $2 AND version = $3 AND removed_at IS NULL",
        tenant,
        id.0,
        version,
        fields.name,
        fields.target.code(),
        fields.layout,
        fields.full,
        fields.place,
        fields.folder,
        fields.file_names,
        i64::try_from(fields.max_rejects).unwrap_or(i64::MAX),
        every,
        at,
        fields.active,
        by.0,
        now,
        fields.schedule.after(now)
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(stale(tx, id).await?)
}

/// Removes a source of this version. Its runs stay, and what waits of it is imported.
pub async fn remove(
    tx: &mut TenantTx,
    id: ImportSourceId,
    version: i32,
    by: StaffId,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE import_sources SET removed_at = $4, changed_at = $4, changed_by = $5, version = version + 1
         WHERE tenant_id = $1 AND source_id = $2 AND version = $3 AND removed_at IS NULL",
        tenant,
        id.0,
        version,
        now,
        by.0
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(stale(tx, id).await?)
}

/// Lets an active source be looked into at once, besides its schedule.
pub async fn look_now(tx: &mut TenantTx, id: ImportSourceId) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE import_sources SET next_look_at = $3
         WHERE tenant_id = $1 AND source_id = $2 AND active AND removed_at IS NULL",
        tenant,
        id.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

async fn stale(tx: &mut TenantTx, id: ImportSourceId) -> Result<ChangeError, StoreError> {
    Ok(match get(tx, id).await? {
        None => ChangeError::NotFound,
        Some(source) => ChangeError::Stale {
            changed_by: Some(source.changed_by),
            changed_at: source.changed_at,
            version: source.version,
        },
    })
}
