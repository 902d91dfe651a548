//! 一括印刷: the papers of many cases, made in the background part by part and kept for a day.
//!
//! Each part is one job: its file, the record of its prints and the job of the next part commit together, so that a
//! worker that is killed neither loses nor doubles anything.

mod make;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use madoguchi_model::ids::{ApplicationId, CaseId, ResidentId, SectionId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::json as json_value;
use uuid::Uuid;

use crate::codec::Row;
use crate::{ChangeError, StoreError, TenantTx, jobs, sections, staff};
pub use make::{NewPart, PartPaper, advance, copy_of, is_running, items, keep_part};

/// The kind of the job that makes a part. Its payload has the `batch` and the `part`.
pub const MAKE_PART: &str = "print_batch_part";
/// How many papers a part has at most.
pub const PART: i32 = 100;
/// How many papers a batch has at most.
pub const LARGEST: i64 = 1_000;

/// Which cases' papers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchOf {
    /// Those of the cases opened on this day in Japan.
    Day(NaiveDate),
    /// Those of the cases in this section's queue that are not completed.
    Section(SectionId),
}

/// How far a batch is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// 作成中
    Running,
    /// 作成済み
    Ready,
    /// 中止: the parts made until then are there.
    Cancelled,
}

/// What became of a paper of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchOutcome {
    /// Not yet come to.
    Waiting,
    /// In the file.
    Printed,
    /// Left out: a protective measure.
    Protected,
    /// Left out: it holds what whoever started the batch may not see.
    Restricted,
    /// Left out: withdrawn meanwhile, or this program does not know the form.
    Gone,
}

/// A batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Our id.
    pub id: Uuid,
    /// The section whose queue it is of; none for a day's.
    pub section_id: Option<SectionId>,
    /// How far it is.
    pub state: BatchState,
    /// The job of its next part was given up.
    pub stuck: bool,
    /// Papers, those left out included.
    pub total: i32,
    /// How many of them were come to.
    pub done: i32,
    /// Who started it.
    pub started_by: StaffId,
    /// When.
    pub started_at: DateTime<Utc>,
}

/// A paper of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchItem {
    /// Its place, from 0.
    pub position: i32,
    /// The case.
    pub case_id: CaseId,
    /// The application.
    pub application_id: ApplicationId,
}

/// A paper that was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// The case.
    pub case_id: CaseId,
    /// 受付番号.
    pub case_number: String,
    /// The form's id.
    pub form_id: String,
    /// Why.
    pub outcome: BatchOutcome,
}

/// A finished file of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its number, from 1.
    pub number: i32,
    /// How many papers.
    pub applications: i32,
    /// How many pages.
    pub pages: i32,
}

/// The section, and the first and the last instant a case may have been opened at.
fn bounds(of: BatchOf) -> (Option<Uuid>, DateTime<Utc>, DateTime<Utc>) {
    match of {
        BatchOf::Section(section) => (
            Some(section.0),
            DateTime::<Utc>::MIN_UTC,
            DateTime::<Utc>::MIN_UTC,
        ),
        BatchOf::Day(day) => {
            // A day in Japan begins nine hours before the same day in UTC.
            let from = day.and_time(NaiveTime::MIN).and_utc() - Duration::hours(9);
            (None, from, from + Duration::days(1))
        }
    }
}

/// How many papers a batch would have; more than [`LARGEST`] are counted too.
pub async fn count(tx: &mut TenantTx, of: BatchOf, unprinted_only: bool) -> Result<i64, StoreError> {
    let tenant = tx.tenant();
    let (section, from, until) = bounds(of);
    let (from, until) = (from.max(DateTime::UNIX_EPOCH), until.max(DateTime::UNIX_EPOCH));
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM applications a
           JOIN cases c ON c.tenant_id = a.tenant_id AND c.case_id = a.case_id
           WHERE a.tenant_id = $1 AND a.state <> 'withdrawn' AND c.state <> 'withdrawn'
            AND ($2::uuid IS NOT NULL OR (c.opened_at >= $3 AND c.opened_at < $4))
            AND ($2::uuid IS NULL OR EXISTS (SELECT FROM queue_items q
                WHERE q.tenant_id = $1 AND q.case_id = c.case_id AND q.section_id = $2 AND q.state <> 'completed'))
            AND NOT ($5 AND EXISTS (SELECT FROM print_releases p
                WHERE p.tenant_id = $1 AND p.application_id = a.application_id
                    AND p.application_version = a.version))"#,
        tenant,
        section,
        from,
        until,
        unprinted_only
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Begins a batch of the papers there are now, at most [`LARGEST`] of them, the oldest cases first; none when there
/// are none.
pub async fn start(
    tx: &mut TenantTx,
    of: BatchOf,
    unprinted_only: bool,
    by: StaffId,
) -> Result<Option<Uuid>, ChangeError> {
    let known = match of {
        BatchOf::Section(section) => sections::get(tx, section).await?.is_some(),
        BatchOf::Day(_) => true,
    };
    if !known || staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let total = count(tx, of, unprinted_only).await?.min(LARGEST);
    if total == 0 {
        return Ok(None);
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let (section, from, until) = bounds(of);
    let (from, until) = (from.max(DateTime::UNIX_EPOCH), until.max(DateTime::UNIX_EPOCH));
    sqlx::query!(
        "INSERT INTO print_batches (tenant_id, batch_id, section_id, state, total, started_by, started_at)
         VALUES ($1, $2, $3, 'running', 0, $4, $5)",
        tenant,
        id,
        section,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    let inserted = sqlx::query!(
        "INSERT INTO print_batch_items (tenant_id, batch_id, position, case_id, application_id, outcome)
         SELECT $1, $6, (row_number() OVER ())::int - 1, chosen.case_id, chosen.application_id, 'waiting'
         FROM (SELECT a.case_id, a.application_id FROM applications a
           JOIN cases c ON c.tenant_id = a.tenant_id AND c.case_id = a.case_id
           WHERE a.tenant_id = $1 AND a.state <> 'withdrawn' AND c.state <> 'withdrawn'
            AND ($2::uuid IS NOT NULL OR (c.opened_at >= $3 AND c.opened_at < $4))
            AND ($2::uuid IS NULL OR EXISTS (SELECT FROM queue_items q
                WHERE q.tenant_id = $1 AND q.case_id = c.case_id AND q.section_id = $2 AND q.state <> 'completed'))
            AND NOT ($5 AND EXISTS (SELECT FROM print_releases p
                WHERE p.tenant_id = $1 AND p.application_id = a.application_id
                    AND p.application_version = a.version))
           ORDER BY c.opened_at, c.case_id, a.created_at, a.application_id LIMIT $7) AS chosen",
        tenant,
        section,
        from,
        until,
        unprinted_only,
        id,
        LARGEST
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    sqlx::query!(
        "UPDATE print_batches SET total = $3 WHERE tenant_id = $1 AND batch_id = $2",
        tenant,
        id,
        i32::try_from(inserted).unwrap_or(i32::MAX)
    )
    .execute(tx.connection())
    .await?;
    jobs::enqueue(tx, MAKE_PART, &json_value!({ "batch": id, "part": 1 }), None).await?;
    Ok(Some(id))
}

struct BatchRow {
    batch_id: Uuid,
    section_id: Option<Uuid>,
    state: String,
    stuck: bool,
    total: i32,
    done: i32,
    started_by: Uuid,
    started_at: DateTime<Utc>,
}

impl BatchRow {
    fn into_batch(self) -> Result<Batch, StoreError> {
        let state = Row {
            table: "print_batches",
            id: &self.batch_id,
        }
        .code("state", &self.state)?;
        Ok(Batch {
            id: self.batch_id,
            section_id: self.section_id.map(SectionId),
            state,
            stuck: self.stuck && state == BatchState::Running,
            total: self.total,
            done: self.done,
            started_by: StaffId(self.started_by),
            started_at: self.started_at,
        })
    }
}

/// One batch.
pub async fn get(tx: &mut TenantTx, id: Uuid) -> Result<Option<Batch>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        BatchRow,
        r#"SELECT b.batch_id, b.section_id, b.state, b.total, b.done, b.started_by, b.started_at,
            EXISTS (SELECT FROM dead_letters d
                WHERE d.tenant_id = b.tenant_id AND d.payload ->> 'batch' = b.batch_id::text) AS "stuck!"
           FROM print_batches b WHERE b.tenant_id = $1 AND b.batch_id = $2"#,
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?
    .map(BatchRow::into_batch)
    .transpose()
}

/// The batches that somebody started and that are still kept, the newest first.
pub async fn of_staff(tx: &mut TenantTx, by: StaffId) -> Result<Vec<Batch>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        BatchRow,
        r#"SELECT b.batch_id, b.section_id, b.state, b.total, b.done, b.started_by, b.started_at,
            EXISTS (SELECT FROM dead_letters d
                WHERE d.tenant_id = b.tenant_id AND d.payload ->> 'batch' = b.batch_id::text) AS "stuck!"
           FROM print_batches b WHERE b.tenant_id = $1 AND b.started_by = $2
           ORDER BY b.started_at DESC, b.batch_id LIMIT 50"#,
        tenant,
        by.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(BatchRow::into_batch)
    .collect()
}

/// Stops a running batch before its next paper. The parts that are made stay.
pub async fn cancel(tx: &mut TenantTx, id: Uuid) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE print_batches SET state = 'cancelled', ended_at = $3
         WHERE tenant_id = $1 AND batch_id = $2 AND state = 'running'",
        tenant,
        id,
        now
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    match (done, get(tx, id).await?) {
        (1, _) => Ok(()),
        (_, None) => Err(ChangeError::NotFound),
        (_, Some(_)) => Err(ChangeError::NotAllowed(
            "only a running batch can be cancelled".into(),
        )),
    }
}

/// The papers that were left out, in their order.
pub async fn left_out(tx: &mut TenantTx, id: Uuid) -> Result<Vec<LeftOut>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT i.case_id, c.number, a.form_id, i.outcome
         FROM print_batch_items i
         JOIN cases c ON c.tenant_id = i.tenant_id AND c.case_id = i.case_id
         JOIN applications a ON a.tenant_id = i.tenant_id AND a.application_id = i.application_id
         WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.outcome IN ('protected', 'gone') ORDER BY i.position",
        tenant,
        id
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        Ok(LeftOut {
            case_id: CaseId(row.case_id),
            case_number: row.number,
            form_id: row.form_id,
            outcome: Row {
                table: "print_batch_items",
                id: &id,
            }
            .code("outcome", &row.outcome)?,
        })
    })
    .collect()
}

/// The files that are made, in their order.
pub async fn parts(tx: &mut TenantTx, id: Uuid) -> Result<Vec<Part>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Part,
        "SELECT part AS number, applications, pages FROM print_batch_parts
         WHERE tenant_id = $1 AND batch_id = $2 ORDER BY part",
        tenant,
        id
    )
    .fetch_all(tx.connection())
    .await?)
}

/// One file, and whom its papers are about.
pub async fn file(
    tx: &mut TenantTx,
    id: Uuid,
    part: i32,
) -> Result<Option<(Vec<u8>, Vec<ResidentId>)>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT file, persons FROM print_batch_parts WHERE tenant_id = $1 AND batch_id = $2 AND part = $3",
        tenant,
        id,
        part
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.file, row.persons.into_iter().map(ResidentId).collect())))
}

/// Removes batches that were started before an instant, with their files; how many. The record of their prints stays.
pub async fn remove_before(tx: &mut TenantTx, instant: DateTime<Utc>) -> Result<u64, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "DELETE FROM print_batch_parts p USING print_batches b
         WHERE p.tenant_id = $1 AND b.tenant_id = $1 AND b.batch_id = p.batch_id AND b.started_at < $2",
        tenant,
        instant
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "DELETE FROM print_batch_items i USING print_batches b
         WHERE i.tenant_id = $1 AND b.tenant_id = $1 AND b.batch_id = i.batch_id AND b.started_at < $2",
        tenant,
        instant
    )
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "DELETE FROM print_batches WHERE tenant_id = $1 AND started_at < $2",
        tenant,
        instant
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
