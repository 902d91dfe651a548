//! Jobs that cannot succeed by themselves, kept for a person to look at.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::JobId;
use serde_json::Value;

use super::LeasedJob;
use crate::{ChangeError, StoreError, TenantTx};

/// How many jobs there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Waiting, for their time or for a worker.
    pub waiting: i64,
    /// Being worked on.
    pub running: i64,
    /// Dead letters.
    pub dead: i64,
}

/// A job that was given up.
#[derive(Clone, PartialEq, Debug)]
pub struct DeadLetter {
    /// Our id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it needed to know.
    pub payload: Value,
    /// How often it was tried.
    pub attempts: i32,
    /// What happened the last time.
    pub last_error: String,
    /// When it was enqueued.
    pub enqueued_at: DateTime<Utc>,
    /// When it was given up.
    pub died_at: DateTime<Utc>,
}

/// Gives a job up; false when its lease is lost.
pub async fn bury(tx: &mut TenantTx, job: &LeasedJob, error: &str) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "WITH dead AS (DELETE FROM jobs WHERE tenant_id = $1 AND job_id = $2 AND lease = $3
                       RETURNING job_id, kind, payload, attempts, enqueued_at)
         INSERT INTO dead_letters (tenant_id, job_id, kind, payload, attempts, last_error, enqueued_at, died_at)
         SELECT $1, job_id, kind, payload, attempts, $4, enqueued_at, $5 FROM dead",
        tenant,
        job.id.0,
        job.lease,
        error,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Dead letters, the newest first.
pub async fn dead_letters(tx: &mut TenantTx, limit: u16) -> Result<Vec<DeadLetter>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        DeadLetter,
        "SELECT job_id AS id, kind, payload, attempts, last_error, enqueued_at, died_at FROM dead_letters
         WHERE tenant_id = $1 ORDER BY died_at DESC, job_id LIMIT $2",
        tenant,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Puts a dead letter back to work, from the beginning.
pub async fn replay(tx: &mut TenantTx, id: JobId) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "WITH dead AS (DELETE FROM dead_letters WHERE tenant_id = $1 AND job_id = $2
                       RETURNING job_id, kind, payload, last_error, enqueued_at)
         INSERT INTO jobs (tenant_id, job_id, kind, payload, run_at, last_error, enqueued_at)
         SELECT $1, job_id, kind, payload, $3, last_error, enqueued_at FROM dead",
        tenant,
        id.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

/// How many jobs of the tenant wait, run, and were given up.
pub async fn counts(tx: &mut TenantTx) -> Result<Counts, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_as!(
        Counts,
        r#"SELECT count(*) FILTER (WHERE leased_until IS NULL OR leased_until <= $2) AS "waiting!",
            count(*) FILTER (WHERE leased_until > $2) AS "running!",
            (SELECT count(*) FROM dead_letters WHERE tenant_id = $1) AS "dead!"
           FROM jobs WHERE tenant_id = $1"#,
        tenant,
        now
    )
    .fetch_one(tx.connection())
    .await?)
}
