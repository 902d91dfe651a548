//! Analyses about cases: who opened one after its end, and which measures were lifted.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::{CaseId, StaffId};

use super::{MOST, Span};
use crate::{StoreError, TenantTx};

/// An officer's day with a case that had ended before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AfterEnd {
    /// Who.
    pub staff: StaffId,
    /// Which case.
    pub case: CaseId,
    /// 受付番号.
    pub number: String,
    /// The day in Japan.
    pub day: NaiveDate,
    /// How many operations on that day.
    pub operations: i64,
    /// When the case ended (完了 or 取下げ).
    pub ended: DateTime<Utc>,
    /// The last operation.
    pub last: DateTime<Utc>,
}

/// Who opened cases after their end, the newest first.
pub async fn after_end(tx: &mut TenantTx, span: &Span) -> Result<Vec<AfterEnd>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT a.staff_id AS "staff_id!", a.case_id AS "case_id!", c.number, a.on_day AS "on_day!",
            a.operations AS "operations!", ended.at AS "ended!", a.last_at AS "last_at!"
           FROM audit_case_days($2, $3, $4) a
           JOIN cases c ON c.tenant_id = $1 AND c.case_id = a.case_id AND c.state IN ('completed', 'withdrawn')
           JOIN LATERAL (SELECT max(e.at) AS at FROM case_events e WHERE e.tenant_id = $1 AND e.case_id = a.case_id
                AND e.kind IN ('completed', 'withdrawn')) ended ON a.last_at > ended.at
           ORDER BY a.last_at DESC, 1, 2 LIMIT $5"#,
        tenant,
        span.from,
        span.until,
        span.staff.map(|staff| staff.0),
        i64::from(MOST)
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AfterEnd {
            staff: StaffId(row.staff_id),
            case: CaseId(row.case_id),
            number: row.number,
            day: row.on_day,
            operations: row.operations,
            ended: row.ended,
            last: row.last_at,
        })
        .collect())
}

/// A lift of a protective measure, or an 緊急閲覧.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LiftTold {
    /// Who lifted, or looked.
    pub staff: StaffId,
    /// 受付番号 of the case it was for; none of an 緊急閲覧.
    pub number: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub lifted: DateTime<Utc>,
    /// Until when at most.
    pub until: DateTime<Utc>,
    /// When it was ended before its time.
    pub ended: Option<DateTime<Utc>>,
}

/// The lifts and 緊急閲覧 of the period, the newest first.
pub async fn lifts(tx: &mut TenantTx, span: &Span) -> Result<Vec<LiftTold>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT l.lifted_by AS "staff!", c.number AS "number?", l.reason AS "reason!", l.lifted_at AS "lifted_at!",
            l.until AS "until!", l.ended_at AS "ended_at?"
         FROM protection_lifts l JOIN cases c ON c.tenant_id = $1 AND c.case_id = l.case_id
         WHERE l.tenant_id = $1 AND l.lifted_at >= $2 AND l.lifted_at < $3
            AND ($4::uuid IS NULL OR l.lifted_by = $4)
         UNION ALL
         SELECT e.staff_id, NULL, e.reason, e.at, e.until, NULL FROM emergency_accesses e
         WHERE e.tenant_id = $1 AND e.at >= $2 AND e.at < $3 AND ($4::uuid IS NULL OR e.staff_id = $4)
         ORDER BY 4 DESC, 2, 1 LIMIT $5"#,
        tenant,
        span.from,
        span.until,
        span.staff.map(|staff| staff.0),
        i64::from(MOST)
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LiftTold {
            staff: StaffId(row.staff),
            number: row.number,
            reason: row.reason,
            lifted: row.lifted_at,
            until: row.until,
            ended: row.ended_at,
        })
        .collect())
}
