//! Applications that a portal has listed, until their files have been taken in.

use chrono::{DateTime, Utc};
use madoguchi_model::prepared_case::NoticeSource;
use uuid::Uuid;

use crate::codec::code;
use crate::{StoreError, TenantTx};

/// An application as it was listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noted {
    /// 受付番号.
    pub receipt_number: String,
    /// When it last changed, by the portal's clock.
    pub updated_at: DateTime<Utc>,
}

/// An application that is to be fetched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fetch {
    /// 受付番号.
    pub receipt_number: String,
    /// When it last changed, by the portal's clock.
    pub updated_at: DateTime<Utc>,
    /// How often it has been tried in vain.
    pub attempts: i32,
}

/// How many applications of a connection are in which state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FetchCounts {
    /// To be fetched.
    pub waiting: i64,
    /// Taken in.
    pub taken: i64,
    /// Given up.
    pub failed: i64,
}

/// Notes what a page of a list says. What was listed before is fetched again only if it has changed since.
pub async fn note(tx: &mut TenantTx, connection: Uuid, listed: &[Noted]) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    // Twice on one page is once, with the newest.
    let mut newest = std::collections::BTreeMap::new();
    for one in listed {
        let at = newest.entry(one.receipt_number.clone()).or_insert(one.updated_at);
        *at = one.updated_at.max(*at);
    }
    let (numbers, times): (Vec<String>, Vec<DateTime<Utc>>) = newest.into_iter().unzip();
    let noted = sqlx::query!(
        "INSERT INTO portal_fetches AS f (tenant_id, connection_id, receipt_number, updated_at, state, next_at, noted_at)
         SELECT $1, $2, listed.number, listed.at, 'waiting', $5, $5
         FROM unnest($3::text[], $4::timestamptz[]) AS listed (number, at)
         ON CONFLICT (tenant_id, connection_id, receipt_number) DO UPDATE SET updated_at = excluded.updated_at,
            state = 'waiting', attempts = 0, next_at = excluded.next_at, problem = NULL, noted_at = excluded.noted_at
         WHERE f.updated_at < excluded.updated_at",
        tenant,
        connection,
        &numbers,
        &times,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(noted.rows_affected())
}

/// Everything that changed until then has been noted.
pub async fn noted_all(tx: &mut TenantTx, connection: Uuid, until: DateTime<Utc>) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_connections SET seen = GREATEST(seen, $3) WHERE tenant_id = $1 AND connection_id = $2",
        tenant,
        connection,
        until
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What is to be fetched now, what waits longest first.
pub async fn due(tx: &mut TenantTx, connection: Uuid, limit: u16) -> Result<Vec<Fetch>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let found = sqlx::query_as!(
        Fetch,
        "SELECT receipt_number, updated_at, attempts FROM portal_fetches
         WHERE tenant_id = $1 AND connection_id = $2 AND state = 'waiting' AND next_at <= $3
         ORDER BY next_at, receipt_number LIMIT $4",
        tenant,
        connection,
        now,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(found)
}

/// Its file has been taken in, in this transaction. What has changed at the portal meanwhile stays to be fetched.
pub async fn fetch_taken(tx: &mut TenantTx, connection: Uuid, fetch: &Fetch) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_fetches SET state = 'taken', problem = NULL
         WHERE tenant_id = $1 AND connection_id = $2 AND receipt_number = $3 AND updated_at <= $4",
        tenant,
        connection,
        fetch.receipt_number,
        fetch.updated_at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The notice of this number came through this connection.
pub async fn came_through(
    tx: &mut TenantTx,
    connection: Uuid,
    receipt_number: &str,
    source: NoticeSource,
) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE portal_notices SET connection_id = $2 WHERE tenant_id = $1 AND source = $4 AND receipt_number = $3",
        tenant,
        connection,
        receipt_number,
        code(&source)
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// It was not fetched: tried again at some time, or given up.
pub async fn fetch_failed(
    tx: &mut TenantTx,
    connection: Uuid,
    fetch: &Fetch,
    problem: &str,
    again: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE portal_fetches SET attempts = attempts + 1, problem = $4, next_at = COALESCE($5::timestamptz, $6),
            state = CASE WHEN $5::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END
         WHERE tenant_id = $1 AND connection_id = $2 AND receipt_number = $3 AND updated_at <= $7
            AND state = 'waiting'",
        tenant,
        connection,
        fetch.receipt_number,
        problem,
        again,
        now,
        fetch.updated_at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Has everything that was given up tried again. How many there were.
pub async fn fetch_again(tx: &mut TenantTx, connection: Uuid) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let again = sqlx::query!(
        "UPDATE portal_fetches SET state = 'waiting', attempts = 0, next_at = $3
         WHERE tenant_id = $1 AND connection_id = $2 AND (state = 'failed' OR (state = 'waiting' AND next_at > $3))",
        tenant,
        connection,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(again.rows_affected())
}

/// How many applications are in which state.
pub async fn fetch_counts(tx: &mut TenantTx, connection: Uuid) -> Result<FetchCounts, StoreError> {
    let tenant = tx.tenant();
    let counts = sqlx::query_as!(
        FetchCounts,
        r#"SELECT count(*) FILTER (WHERE state = 'waiting') AS "waiting!",
            count(*) FILTER (WHERE state = 'taken') AS "taken!", count(*) FILTER (WHERE state = 'failed') AS "failed!"
         FROM portal_fetches WHERE tenant_id = $1 AND connection_id = $2"#,
        tenant,
        connection
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(counts)
}

/// Applications with problems: number and problem, the newest first.
pub async fn problems(
    tx: &mut TenantTx,
    connection: Uuid,
    limit: u16,
) -> Result<Vec<(String, String)>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query!(
        r#"SELECT receipt_number, problem AS "problem!" FROM portal_fetches
         WHERE tenant_id = $1 AND connection_id = $2 AND problem IS NOT NULL
         ORDER BY noted_at DESC, receipt_number LIMIT $3"#,
        tenant,
        connection,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(found
        .into_iter()
        .map(|row| (row.receipt_number, row.problem))
        .collect())
}
