//! Rows, and how far each is.

use chrono::{DateTime, Utc};
use madoguchi_model::core_file::CoreRowState;
use madoguchi_model::ids::{CaseId, QueueItemId, StaffId};
use serde_json::json as json_value;
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// One row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoreRow {
    /// 引継ぎID.
    pub id: Uuid,
    /// The kind of file.
    pub kind: String,
    /// The code of the section.
    pub section: String,
    /// The case.
    pub case_id: CaseId,
    /// Its 受付番号.
    pub case_number: String,
    /// The section's work on the case, the newest; none where nothing was handed to it.
    pub work: Option<QueueItemId>,
    /// The hand-off.
    pub hand_off_id: Uuid,
    /// What it is about.
    pub subject: String,
    /// The row of an earlier hand-off about the same.
    pub corrects: Option<Uuid>,
    /// What that row said, where the core system has not refused it.
    pub corrects_content: Option<Vec<u8>>,
    /// How far it is.
    pub state: CoreRowState,
    /// Why it goes by hand, or why it was refused; empty otherwise.
    pub reason: String,
    /// The file it is in.
    pub file_id: Option<Uuid>,
    /// Its place among that file's rows, from 1.
    pub line: Option<i32>,
    /// When the core system answered, by its own clock.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was planned.
    pub planned_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Which rows are wanted, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RowFilter {
    /// Of this kind of file.
    pub kind: Option<String>,
    /// For this section's core system.
    pub section: Option<String>,
    /// In one of these states; empty: any.
    pub states: Vec<CoreRowState>,
    /// In this file.
    pub file: Option<Uuid>,
    /// Of this case.
    pub case: Option<CaseId>,
    /// Those planned before this row, for the next page.
    pub before: Option<Uuid>,
    /// The most rows.
    pub limit: u16,
}

pub(super) struct RowRow {
    row_id: Uuid,
    kind: String,
    section: String,
    case_id: Uuid,
    case_number: String,
    work: Option<Uuid>,
    hand_off_id: Uuid,
    subject: String,
    corrects: Option<Uuid>,
    corrects_content: Option<Vec<u8>>,
    state: String,
    reason: String,
    file_id: Option<Uuid>,
    line: Option<i32>,
    answered_at: Option<DateTime<Utc>>,
    planned_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

impl RowRow {
    pub(super) fn into_row(self) -> Result<CoreRow, StoreError> {
        let table = Row {
            table: "core_rows",
            id: &self.row_id,
        };
        Ok(CoreRow {
            id: self.row_id,
            state: table.code("state", &self.state)?,
            kind: self.kind,
            section: self.section,
            case_id: CaseId(self.case_id),
            case_number: self.case_number,
            work: self.work.map(QueueItemId),
            hand_off_id: self.hand_off_id,
            subject: self.subject,
            corrects: self.corrects,
            corrects_content: self.corrects_content,
            reason: self.reason,
            file_id: self.file_id,
            line: self.line,
            answered_at: self.answered_at,
            planned_at: self.planned_at,
            changed_at: self.changed_at,
        })
    }
}

/// The rows of one kind that can be written now, oldest first: of cases that are handed off or completed. Rows of
/// cases that were withdrawn are dropped. Until the transaction's end nobody else takes rows of the kind.
pub async fn take_waiting(tx: &mut TenantTx, kind: &str, limit: u32) -> Result<Vec<CoreRow>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let lock = format!("core file {tenant} {kind}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    sqlx::query!(
        "UPDATE core_rows r SET state = 'dropped', changed_at = $3 FROM cases c
         WHERE r.tenant_id = $1 AND r.kind = $2 AND r.state = 'waiting'
            AND c.tenant_id = $1 AND c.case_id = r.case_id AND c.state = 'withdrawn'",
        tenant,
        kind,
        now
    )
    .execute(tx.connection())
    .await?;
    // The lock on the case holds off a change of it until the file is made.
    sqlx::query_as!(
        RowRow,
        r#"SELECT r.row_id, r.kind, r.section, r.case_id, c.number AS case_number, NULL::uuid AS work, r.hand_off_id, r.subject, r.corrects,
            (SELECT o.content FROM core_rows o
             WHERE o.tenant_id = $1 AND o.row_id = r.corrects AND o.state <> 'refused') AS corrects_content,
            r.state, r.reason, r.file_id, r.line, r.answered_at, r.planned_at, r.changed_at
           FROM core_rows r JOIN cases c ON c.tenant_id = $1 AND c.case_id = r.case_id
           WHERE r.tenant_id = $1 AND r.kind = $2 AND r.state = 'waiting' AND c.state IN ('handed_off', 'completed')
           ORDER BY r.planned_at, r.row_id LIMIT $3 FOR UPDATE OF r, c"#,
        tenant,
        kind,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(RowRow::into_row)
    .collect()
}

/// Rows that cannot be written go by hand, each with its reason.
pub async fn set_aside(tx: &mut TenantTx, rows: &[(Uuid, String)], title: &str) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    for (id, reason) in rows {
        let case = sqlx::query_scalar!(
            "UPDATE core_rows SET state = 'by_hand', reason = $3, changed_at = $4
             WHERE tenant_id = $1 AND row_id = $2 AND state = 'waiting' RETURNING case_id",
            tenant,
            id,
            reason,
            now
        )
        .fetch_optional(tx.connection())
        .await?;
        if let Some(case) = case {
            let detail = json_value!({ "title": title, "reason": reason });
            case_events::record(tx, CaseId(case), None, CaseEventKind::CoreByHand, &detail).await?;
        }
    }
    Ok(())
}

/// Rows that say what an earlier one said are not written.
pub async fn unchanged(tx: &mut TenantTx, rows: &[Uuid]) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE core_rows SET state = 'unchanged', changed_at = $3
         WHERE tenant_id = $1 AND row_id = ANY ($2) AND state = 'waiting'",
        tenant,
        rows,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Somebody has entered by hand what a row was to say.
pub async fn done_by_hand(tx: &mut TenantTx, row: Uuid, by: StaffId) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let state = sqlx::query_scalar!(
        "SELECT state FROM core_rows WHERE tenant_id = $1 AND row_id = $2 FOR UPDATE",
        tenant,
        row
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    if state != code(&CoreRowState::ByHand) {
        return Err(ChangeError::NotAllowed("the row does not go by hand".into()));
    }
    sqlx::query!(
        "UPDATE core_rows SET state = 'done_by_hand', changed_by = $3, changed_at = $4
         WHERE tenant_id = $1 AND row_id = $2",
        tenant,
        row,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The rows of a case, oldest first.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<CoreRow>, StoreError> {
    let filter = RowFilter {
        case: Some(case),
        limit: 1_000,
        ..RowFilter::default()
    };
    let mut found = rows(tx, &filter).await?;
    found.reverse();
    Ok(found)
}

/// Rows, newest first.
pub async fn rows(tx: &mut TenantTx, filter: &RowFilter) -> Result<Vec<CoreRow>, StoreError> {
    let tenant = tx.tenant();
    let states: Vec<String> = filter.states.iter().map(code).collect();
    sqlx::query_as!(
        RowRow,
        r#"SELECT r.row_id, r.kind, r.section, r.case_id, c.number AS case_number,
            (SELECT q.queue_item_id FROM queue_items q JOIN sections s ON s.tenant_id = $1 AND s.section_id = q.section_id
             WHERE q.tenant_id = $1 AND q.case_id = r.case_id AND s.code = r.section
             ORDER BY q.received_at DESC LIMIT 1) AS work,
            r.hand_off_id, r.subject, r.corrects, NULL::bytea AS corrects_content, r.state, r.reason, r.file_id, r.line,
            r.answered_at, r.planned_at, r.changed_at
           FROM core_rows r JOIN cases c ON c.tenant_id = $1 AND c.case_id = r.case_id
           WHERE r.tenant_id = $1 AND ($2::text IS NULL OR r.kind = $2)
            AND (cardinality($3::text[]) = 0 OR r.state = ANY ($3))
            AND ($4::uuid IS NULL OR r.file_id = $4) AND ($5::uuid IS NULL OR r.case_id = $5)
            AND ($6::uuid IS NULL OR r.row_id < $6) AND ($7::text IS NULL OR r.section = $7)
           ORDER BY r.row_id DESC LIMIT $8"#,
        tenant,
        filter.kind,
        &states,
        filter.file,
        filter.case.map(|case| case.0),
        filter.before,
        filter.section,
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(RowRow::into_row)
    .collect()
}

/// One row.
pub async fn row(tx: &mut TenantTx, id: Uuid) -> Result<Option<CoreRow>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_as!(
        RowRow,
        r#"SELECT r.row_id, r.kind, r.section, r.case_id, c.number AS case_number,
            (SELECT q.queue_item_id FROM queue_items q JOIN sections s ON s.tenant_id = $1 AND s.section_id = q.section_id
             WHERE q.tenant_id = $1 AND q.case_id = r.case_id AND s.code = r.section
             ORDER BY q.received_at DESC LIMIT 1) AS work,
            r.hand_off_id, r.subject, r.corrects, NULL::bytea AS corrects_content, r.state, r.reason, r.file_id, r.line,
            r.answered_at, r.planned_at, r.changed_at
           FROM core_rows r JOIN cases c ON c.tenant_id = $1 AND c.case_id = r.case_id
           WHERE r.tenant_id = $1 AND r.row_id = $2"#,
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    found.map(RowRow::into_row).transpose()
}

/// The rows of a file in its order, after a line.
pub async fn rows_of_file(
    tx: &mut TenantTx,
    file: Uuid,
    after: i32,
    limit: u16,
) -> Result<Vec<CoreRow>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        RowRow,
        r#"SELECT r.row_id, r.kind, r.section, r.case_id, c.number AS case_number,
            (SELECT q.queue_item_id FROM queue_items q JOIN sections s ON s.tenant_id = $1 AND s.section_id = q.section_id
             WHERE q.tenant_id = $1 AND q.case_id = r.case_id AND s.code = r.section
             ORDER BY q.received_at DESC LIMIT 1) AS work,
            r.hand_off_id, r.subject, r.corrects, NULL::bytea AS corrects_content, r.state, r.reason, r.file_id, r.line,
            r.answered_at, r.planned_at, r.changed_at
           FROM core_rows r JOIN cases c ON c.tenant_id = $1 AND c.case_id = r.case_id
           WHERE r.tenant_id = $1 AND r.file_id = $2 AND r.line > $3
           ORDER BY r.line LIMIT $4"#,
        tenant,
        file,
        after,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(RowRow::into_row)
    .collect()
}

/// How many rows of each kind are in each state.
pub async fn counts(tx: &mut TenantTx) -> Result<Vec<(String, CoreRowState, i64)>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT kind, state, count(*) AS "rows!" FROM core_rows WHERE tenant_id = $1
           GROUP BY kind, state ORDER BY kind, state"#,
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row {
            table: "core_rows",
            id: &row.kind,
        };
        Ok((row.kind.clone(), table.code("state", &row.state)?, row.rows))
    })
    .collect()
}
