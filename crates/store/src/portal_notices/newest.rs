//! Notices page by page, for programs.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::prepared_case::{NoticeSource, NoticeState};
use uuid::Uuid;

use super::list::{Notice, NoticeRow};
use crate::codec::code;
use crate::{StoreError, TenantTx};

/// Which notices are wanted, from where on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NoticePage {
    /// In this state.
    pub state: Option<NoticeState>,
    /// From this source.
    pub source: Option<NoticeSource>,
    /// With this receipt number.
    pub receipt_number: Option<String>,
    /// Who comes on this day or later.
    pub from: Option<NaiveDate>,
    /// Who comes on this day or earlier.
    pub until: Option<NaiveDate>,
    /// After the notice that was received then and has this id.
    pub after: Option<(DateTime<Utc>, Uuid)>,
    /// The most.
    pub limit: u16,
}

/// Notices, those that came last first: an order that does not change when a notice does.
pub async fn newest(tx: &mut TenantTx, page: &NoticePage) -> Result<Vec<Notice>, StoreError> {
    let tenant = tx.tenant();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        NoticeRow,
        "SELECT notice_id, state, prepared, document_id, version, case_id, connection_id, reported, received_at, changed_at
         FROM portal_notices
         WHERE tenant_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR source = $3)
            AND ($4::text IS NULL OR receipt_number = $4) AND ($5::date IS NULL OR visit_on >= $5)
            AND ($6::date IS NULL OR visit_on <= $6)
            AND ($7::timestamptz IS NULL OR (received_at, notice_id) < ($7, $8::uuid))
         ORDER BY received_at DESC, notice_id DESC LIMIT $9",
        tenant,
        page.state.as_ref().map(code),
        page.source.as_ref().map(code),
        page.receipt_number,
        page.from,
        page.until,
        at,
        id,
        i64::from(page.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(NoticeRow::into_notice)
    .collect()
}
