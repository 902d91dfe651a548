//! Where files go, when they are made by themselves, and where answers come from.

use chrono::{DateTime, NaiveTime, Utc};

use crate::import_sources::Schedule;
use crate::{ChangeError, StoreError, TenantTx};

/// Where files of one kind go, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Destination {
    /// The kind of file.
    pub kind: String,
    /// What was set.
    pub fields: DestinationFields,
    /// When the next file is due; none where they are made on demand only.
    pub next_at: Option<DateTime<Utc>>,
    /// When answers were last looked for, and what came of it in words.
    pub looked: Option<(DateTime<Utc>, String)>,
    /// That look failed, or found something that cannot be read.
    pub look_failed: bool,
}

/// What is set of a destination.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DestinationFields {
    /// The operator's name of the place.
    pub place: String,
    /// The folder in the municipality's part of it, `a/b` or empty.
    pub folder: String,
    /// When files are made by themselves, and answers looked for; none: on demand only.
    pub schedule: Option<Schedule>,
    /// The folder that answers are put into; none: they are not fetched.
    pub answers_folder: Option<String>,
}

struct Row {
    kind: String,
    every_minutes: Option<i32>,
    at_time: Option<NaiveTime>,
    place: String,
    folder: String,
    answers_folder: Option<String>,
    next_at: Option<DateTime<Utc>>,
    looked_at: Option<DateTime<Utc>>,
    look_outcome: Option<String>,
    look_failed: bool,
}

impl From<Row> for Destination {
    fn from(row: Row) -> Self {
        Self {
            kind: row.kind,
            fields: DestinationFields {
                place: row.place,
                folder: row.folder,
                schedule: Schedule::of(row.every_minutes, row.at_time),
                answers_folder: row.answers_folder,
            },
            next_at: row.next_at,
            looked: row.looked_at.zip(row.look_outcome),
            look_failed: row.look_failed,
        }
    }
}

/// All destinations, by kind.
pub async fn destinations(tx: &mut TenantTx) -> Result<Vec<Destination>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        Row,
        "SELECT kind, every_minutes, at_time, place, folder, answers_folder, next_at, looked_at, look_outcome, look_failed
         FROM core_schedules WHERE tenant_id = $1 ORDER BY kind",
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(Destination::from).collect())
}

/// Where files of a kind go; none where nobody has said.
pub async fn destination(tx: &mut TenantTx, kind: &str) -> Result<Option<Destination>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query_as!(
        Row,
        "SELECT kind, every_minutes, at_time, place, folder, answers_folder, next_at, looked_at, look_outcome, look_failed
         FROM core_schedules WHERE tenant_id = $1 AND kind = $2",
        tenant,
        kind
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(Destination::from))
}

/// Sets where files of a kind go and when; with none they go nowhere by themselves.
pub async fn save_destination(
    tx: &mut TenantTx,
    kind: &str,
    fields: Option<&DestinationFields>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let Some(fields) = fields else {
        sqlx::query!(
            "DELETE FROM core_schedules WHERE tenant_id = $1 AND kind = $2",
            tenant,
            kind
        )
        .execute(tx.connection())
        .await?;
        return Ok(());
    };
    let (every_minutes, at_time) = fields.schedule.map_or((None, None), Schedule::columns);
    // With an interval the first is due at once; with a time of day, at that time.
    let next_at = fields.schedule.map(|schedule| match schedule {
        Schedule::Every(_) => now,
        Schedule::Daily(_) => schedule.after(now),
    });
    sqlx::query!(
        "INSERT INTO core_schedules (tenant_id, kind, every_minutes, at_time, place, folder, answers_folder, next_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, kind) DO UPDATE SET every_minutes = $3, at_time = $4, place = $5, folder = $6,
            answers_folder = $7, next_at = $8",
        tenant,
        kind,
        every_minutes,
        at_time,
        fields.place,
        fields.folder,
        fields.answers_folder,
        next_at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The destinations for which a file is due, each moved on to its next time after now: however far the clock has
/// jumped, once.
pub async fn due_destinations(tx: &mut TenantTx) -> Result<Vec<Destination>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let rows = sqlx::query_as!(
        Row,
        "SELECT kind, every_minutes, at_time, place, folder, answers_folder, next_at, looked_at, look_outcome, look_failed
         FROM core_schedules WHERE tenant_id = $1 AND next_at IS NOT NULL ORDER BY kind FOR UPDATE",
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    let mut due = Vec::new();
    for destination in rows.into_iter().map(Destination::from) {
        let (Some(schedule), Some(next_at)) = (destination.fields.schedule, destination.next_at) else {
            continue;
        };
        let after = schedule.after(now);
        // One that lies further off than the schedule says was set before the clock was set back.
        if next_at > now && next_at <= after {
            continue;
        }
        sqlx::query!(
            "UPDATE core_schedules SET next_at = $3 WHERE tenant_id = $1 AND kind = $2",
            tenant,
            destination.kind,
            after
        )
        .execute(tx.connection())
        .await?;
        due.push(destination);
    }
    Ok(due)
}

/// Notes what came of a look for answers.
pub async fn looked(tx: &mut TenantTx, kind: &str, outcome: &str, failed: bool) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE core_schedules SET looked_at = $3, look_outcome = $4, look_failed = $5
         WHERE tenant_id = $1 AND kind = $2",
        tenant,
        kind,
        now,
        outcome,
        failed
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}
