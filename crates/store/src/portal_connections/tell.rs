//! Telling a portal how far its applications are.

use chrono::{DateTime, Utc};
use madoguchi_model::prepared_case::Standing;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// What a portal is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Telling {
    /// The notice.
    pub notice: Uuid,
    /// Its number there.
    pub receipt_number: String,
    /// How far it is.
    pub standing: Standing,
    /// Since when.
    pub at: DateTime<Utc>,
    /// How often that has been tried in vain.
    pub attempts: i32,
}

/// What a connection's portal is to be told now, oldest first. What the resident has taken back at the portal is known there.
pub async fn to_tell(tx: &mut TenantTx, connection: Uuid, limit: u16) -> Result<Vec<Telling>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        r#"SELECT notice_id, receipt_number, standing AS "standing!", at AS "at!", tell_attempts FROM (
            SELECT n.notice_id, n.receipt_number, n.told, n.tell_attempts, n.tell_at,
                CASE WHEN n.state IN ('received', 'prepared') THEN 'accepted'
                    WHEN n.state = 'withdrawn' OR c.state = 'withdrawn' THEN 'returned'
                    WHEN c.state = 'completed' THEN 'completed' ELSE 'in_progress' END AS standing,
                CASE WHEN c.state IN ('withdrawn', 'completed') THEN c.changed_at ELSE n.changed_at END AS at
            FROM portal_notices n LEFT JOIN cases c ON c.tenant_id = n.tenant_id AND c.case_id = n.case_id
            WHERE n.tenant_id = $1 AND n.connection_id = $2
                AND NOT (n.state = 'withdrawn' AND (n.prepared ->> 'withdrawn')::boolean)
         ) AS all_of_them
         WHERE told IS DISTINCT FROM standing AND (tell_at IS NULL OR tell_at <= $3)
         ORDER BY at, notice_id LIMIT $4"#,
        tenant,
        connection,
        now,
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
        Ok(Telling {
            standing: table.code("standing", &row.standing)?,
            notice: row.notice_id,
            receipt_number: row.receipt_number,
            at: row.at,
            attempts: row.tell_attempts,
        })
    })
    .collect()
}

/// How many notices of a connection have a reason that the portal could not be told.
pub async fn waiting_to_tell(tx: &mut TenantTx, connection: Uuid) -> Result<i64, StoreError> {
    let tenant = tx.tenant();
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM portal_notices
         WHERE tenant_id = $1 AND connection_id = $2 AND tell_problem IS NOT NULL"#,
        tenant,
        connection
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(count)
}

/// The portal has been told. Where the case has gone on meanwhile, that is told next.
pub async fn told(tx: &mut TenantTx, telling: &Telling) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_notices SET told = $3, tell_attempts = 0, tell_at = NULL, tell_problem = NULL
         WHERE tenant_id = $1 AND notice_id = $2",
        tenant,
        telling.notice,
        code(&telling.standing)
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The portal could not be told; tried again then.
pub async fn not_told(
    tx: &mut TenantTx,
    telling: &Telling,
    problem: &str,
    again: DateTime<Utc>,
) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_notices SET tell_attempts = tell_attempts + 1, tell_at = $3, tell_problem = $4
         WHERE tenant_id = $1 AND notice_id = $2",
        tenant,
        telling.notice,
        again,
        problem
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
