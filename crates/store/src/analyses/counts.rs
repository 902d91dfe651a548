//! Analyses that count what each officer did on each day.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::StaffId;

use super::{AnalysisSettings, MOST, Span};
use crate::{StoreError, TenantTx};

/// What an officer did outside the hours on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OffHours {
    /// Who.
    pub staff: StaffId,
    /// The day in Japan.
    pub day: NaiveDate,
    /// The counters were shut on that day; otherwise it was before or after the hours.
    pub closed_day: bool,
    /// How many operations.
    pub operations: i64,
    /// How many times a person's data was seen in them.
    pub persons: i64,
    /// The first of them.
    pub first: DateTime<Utc>,
    /// The last of them.
    pub last: DateTime<Utc>,
}

/// What was done at night, before the hours and on closed days, which the caller names. The newest day first.
pub async fn off_hours(
    tx: &mut TenantTx,
    span: &Span,
    settings: &AnalysisSettings,
    closed: &[NaiveDate],
) -> Result<Vec<OffHours>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT staff_id AS "staff_id!", on_day AS "on_day!", on_closed_day AS "on_closed_day!",
            operations AS "operations!", persons AS "persons!", first_at AS "first_at!", last_at AS "last_at!"
           FROM audit_off_hours($1, $2, $3, $4, $5, $6, $7)"#,
        span.from,
        span.until,
        span.staff.map(|staff| staff.0),
        closed,
        settings.opens,
        settings.closes,
        MOST
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OffHours {
            staff: StaffId(row.staff_id),
            day: row.on_day,
            closed_day: row.on_closed_day,
            operations: row.operations,
            persons: row.persons,
            first: row.first_at,
            last: row.last_at,
        })
        .collect())
}

/// An officer's day with many look-ups.
#[derive(Clone, PartialEq, Debug)]
pub struct SearchDay {
    /// Who.
    pub staff: StaffId,
    /// The day in Japan.
    pub day: NaiveDate,
    /// Searches.
    pub searches: i64,
    /// Persons' pages opened.
    pub pages: i64,
    /// How many times a person's data was seen in them.
    pub persons: i64,
    /// The officer's own look-ups a day in the period, on days with any.
    pub average: f64,
}

/// Days on which an officer looked up many people, measured by the settings. Most first.
pub async fn searches(
    tx: &mut TenantTx,
    span: &Span,
    settings: &AnalysisSettings,
) -> Result<Vec<SearchDay>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT staff_id AS "staff_id!", on_day AS "on_day!", searches AS "searches!", pages AS "pages!",
            persons AS "persons!", average AS "average!"
           FROM audit_searches($1, $2, $3, $4, $5, $6)"#,
        span.from,
        span.until,
        span.staff.map(|staff| staff.0),
        settings.searches_a_day,
        settings.times_average,
        MOST
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SearchDay {
            staff: StaffId(row.staff_id),
            day: row.on_day,
            searches: row.searches,
            pages: row.pages,
            persons: row.persons,
            average: row.average,
        })
        .collect())
}

/// An officer's day with many papers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrintDay {
    /// Who.
    pub staff: StaffId,
    /// The day in Japan.
    pub day: NaiveDate,
    /// Prints and files taken out.
    pub operations: i64,
    /// Papers in them; a file counts as one.
    pub papers: i64,
    /// How many times a person's data was in them.
    pub persons: i64,
}

/// Days on which an officer printed or took out much, measured by the settings. Most first.
pub async fn prints(
    tx: &mut TenantTx,
    span: &Span,
    settings: &AnalysisSettings,
) -> Result<Vec<PrintDay>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT staff_id AS "staff_id!", on_day AS "on_day!", operations AS "operations!", papers AS "papers!",
            persons AS "persons!"
           FROM audit_prints($1, $2, $3, $4, $5)"#,
        span.from,
        span.until,
        span.staff.map(|staff| staff.0),
        settings.papers_a_day,
        MOST
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PrintDay {
            staff: StaffId(row.staff_id),
            day: row.on_day,
            operations: row.operations,
            papers: row.papers,
            persons: row.persons,
        })
        .collect())
}
