//! How far notices are, and telling the portal.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{CaseId, StaffId};
use madoguchi_model::prepared_case::{NoticeSource, NoticeState, Standing};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// What the portal is to be told by a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The notice.
    pub id: Uuid,
    /// Its number there.
    pub receipt_number: String,
    /// How far it is.
    pub standing: Standing,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Somebody has looked at it and made it ready.
pub async fn prepare(tx: &mut TenantTx, id: Uuid, by: StaffId) -> Result<(), ChangeError> {
    change(tx, id, NoticeState::Prepared, None, by).await
}

/// Somebody has come, and it has become a case.
pub async fn visited(tx: &mut TenantTx, id: Uuid, case: CaseId, by: StaffId) -> Result<(), ChangeError> {
    if cases::get(tx, case).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    change(tx, id, NoticeState::Visited, Some(case), by).await
}

/// The resident has taken it back.
pub async fn withdraw(tx: &mut TenantTx, id: Uuid, by: StaffId) -> Result<(), ChangeError> {
    change(tx, id, NoticeState::Withdrawn, None, by).await
}

async fn change(
    tx: &mut TenantTx,
    id: Uuid,
    to: NoticeState,
    case: Option<CaseId>,
    by: StaffId,
) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let state = sqlx::query_scalar!(
        "SELECT state FROM portal_notices WHERE tenant_id = $1 AND notice_id = $2 FOR UPDATE",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let present: NoticeState = Row {
        table: "portal_notices",
        id: &id,
    }
    .code("state", &state)?;
    if !present.is_open() {
        return Err(ChangeError::NotAllowed("the notice is closed".into()));
    }
    sqlx::query!(
        "UPDATE portal_notices SET state = $3, case_id = $4, changed_by = $5, changed_at = $6
         WHERE tenant_id = $1 AND notice_id = $2",
        tenant,
        id,
        code(&to),
        case.map(|case| case.0),
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// How far a source's notices are, where the portal has not been told by a file, oldest first.
pub async fn to_report(
    tx: &mut TenantTx,
    source: NoticeSource,
    limit: u16,
) -> Result<Vec<Report>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT notice_id, receipt_number, standing AS "standing!", at AS "at!" FROM (
            SELECT n.notice_id, n.receipt_number, n.reported,
                CASE WHEN n.state IN ('received', 'prepared') THEN 'accepted'
                    WHEN n.state = 'withdrawn' OR c.state = 'withdrawn' THEN 'returned'
                    WHEN c.state = 'completed' THEN 'completed' ELSE 'in_progress' END AS standing,
                CASE WHEN c.state IN ('withdrawn', 'completed') THEN c.changed_at ELSE n.changed_at END AS at
            FROM portal_notices n LEFT JOIN cases c ON c.tenant_id = n.tenant_id AND c.case_id = n.case_id
            WHERE n.tenant_id = $1 AND n.source = $2
                AND NOT (n.state = 'withdrawn' AND (n.prepared ->> 'withdrawn')::boolean)
         ) AS all_of_them
         WHERE reported IS DISTINCT FROM standing ORDER BY at, notice_id LIMIT $3"#,
        tenant,
        code(&source),
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row {
            table: "portal_notices",
            id: &row.notice_id,
        };
        Ok(Report {
            standing: table.code("standing", &row.standing)?,
            id: row.notice_id,
            receipt_number: row.receipt_number,
            at: row.at,
        })
    })
    .collect()
}

/// The portal has been told this by a file. What has gone on since is to be told again.
pub async fn reported(tx: &mut TenantTx, reports: &[Report]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = reports.iter().map(|report| report.id).collect();
    let standings: Vec<String> = reports.iter().map(|report| code(&report.standing)).collect();
    sqlx::query!(
        "UPDATE portal_notices n SET reported = told.standing
         FROM unnest($2::uuid[], $3::text[]) AS told (notice_id, standing)
         WHERE n.tenant_id = $1 AND n.notice_id = told.notice_id",
        tenant,
        &ids,
        &standings
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes notices that are closed since a time, or for which nobody came since, and files that no notice stands in.
pub async fn remove_before(tx: &mut TenantTx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let tenant = tx.tenant();
    let day = before.date_naive();
    let removed = sqlx::query!(
        "DELETE FROM portal_notices WHERE tenant_id = $1 AND changed_at < $2
            AND (state IN ('visited', 'withdrawn') OR visit_on < $3 OR visit_on IS NULL)",
        tenant,
        before,
        day
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "DELETE FROM portal_documents d WHERE d.tenant_id = $1 AND d.received_at < $2 AND NOT EXISTS (
            SELECT FROM portal_notices n WHERE n.tenant_id = $1 AND n.document_id = d.document_id)",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "DELETE FROM portal_fetches WHERE tenant_id = $1 AND noted_at < $2 AND state <> 'waiting'",
        tenant,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(removed.rows_affected())
}
