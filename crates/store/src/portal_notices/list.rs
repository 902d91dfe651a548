//! Looking notices up.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::CaseId;
use madoguchi_model::prepared_case::{NoticeSource, NoticeState, PreparedCase};
use serde_json::Value;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// One notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Our id.
    pub id: Uuid,
    /// How far it is.
    pub state: NoticeState,
    /// What was told.
    pub prepared: PreparedCase,
    /// The newest file that it stands in.
    pub document_id: Uuid,
    /// Counts what was told, from 1.
    pub version: i32,
    /// The case that it has become.
    pub case_id: Option<CaseId>,
    /// The portal's connection through which it came.
    pub connection_id: Option<Uuid>,
    /// The state that the portal was told last.
    pub reported: Option<String>,
    /// When it first came.
    pub received_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Which notices are wanted: who comes first is first, those without a day last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NoticeFilter {
    /// In one of these states; empty: any.
    pub states: Vec<NoticeState>,
    /// From this source.
    pub source: Option<NoticeSource>,
    /// Who comes on this day or later.
    pub from: Option<NaiveDate>,
    /// Who comes on this day or earlier.
    pub until: Option<NaiveDate>,
    /// The most.
    pub limit: u16,
}

pub(super) struct NoticeRow {
    pub(super) notice_id: Uuid,
    pub(super) state: String,
    pub(super) prepared: Value,
    pub(super) document_id: Uuid,
    pub(super) version: i32,
    pub(super) case_id: Option<Uuid>,
    pub(super) connection_id: Option<Uuid>,
    pub(super) reported: Option<String>,
    pub(super) received_at: DateTime<Utc>,
    pub(super) changed_at: DateTime<Utc>,
}

impl NoticeRow {
    pub(super) fn into_notice(self) -> Result<Notice, StoreError> {
        let row = Row {
            table: "portal_notices",
            id: &self.notice_id,
        };
        Ok(Notice {
            id: self.notice_id,
            state: row.code("state", &self.state)?,
            prepared: row.json("prepared", self.prepared)?,
            document_id: self.document_id,
            version: self.version,
            case_id: self.case_id.map(CaseId),
            connection_id: self.connection_id,
            reported: self.reported,
            received_at: self.received_at,
            changed_at: self.changed_at,
        })
    }
}

/// One notice.
pub async fn get(tx: &mut TenantTx, id: Uuid) -> Result<Option<Notice>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        NoticeRow,
        "SELECT notice_id, state, prepared, document_id, version, case_id, connection_id, reported, received_at, changed_at
         FROM portal_notices WHERE tenant_id = $1 AND notice_id = $2",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?
    .map(NoticeRow::into_notice)
    .transpose()
}

/// One notice that nobody else changes until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: Uuid) -> Result<Option<Notice>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        NoticeRow,
        "SELECT notice_id, state, prepared, document_id, version, case_id, connection_id, reported, received_at, changed_at
         FROM portal_notices WHERE tenant_id = $1 AND notice_id = $2 FOR UPDATE",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?
    .map(NoticeRow::into_notice)
    .transpose()
}

/// The notice that a case came from.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Option<Notice>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        NoticeRow,
        "SELECT notice_id, state, prepared, document_id, version, case_id, connection_id, reported, received_at, changed_at
         FROM portal_notices WHERE tenant_id = $1 AND case_id = $2 ORDER BY notice_id LIMIT 1",
        tenant,
        case.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(NoticeRow::into_notice)
    .transpose()
}

/// The notices with a receipt number, of whatever source.
pub async fn by_receipt_number(tx: &mut TenantTx, number: &str) -> Result<Vec<Notice>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        NoticeRow,
        "SELECT notice_id, state, prepared, document_id, version, case_id, connection_id, reported, received_at, changed_at
         FROM portal_notices WHERE tenant_id = $1 AND receipt_number = $2 ORDER BY source",
        tenant,
        number
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(NoticeRow::into_notice)
    .collect()
}

/// Notices.
pub async fn list(tx: &mut TenantTx, filter: &NoticeFilter) -> Result<Vec<Notice>, StoreError> {
    let tenant = tx.tenant();
    let states: Vec<String> = filter.states.iter().map(code).collect();
    sqlx::query_as!(
        NoticeRow,
        "SELECT notice_id, state, prepared, document_id, version, case_id, connection_id, reported, received_at, changed_at
         FROM portal_notices
         WHERE tenant_id = $1 AND (cardinality($2::text[]) = 0 OR state = ANY ($2))
            AND ($3::text IS NULL OR source = $3) AND ($4::date IS NULL OR visit_on >= $4)
            AND ($5::date IS NULL OR visit_on <= $5)
         ORDER BY visit_on NULLS LAST, received_at, notice_id LIMIT $6",
        tenant,
        &states,
        filter.source.as_ref().map(code),
        filter.from,
        filter.until,
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(NoticeRow::into_notice)
    .collect()
}
