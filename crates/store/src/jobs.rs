//! The one durable queue of background work: a job is enqueued in the transaction that needs it, and done at
//! least once; its effect and its completion commit together, so its effect happens once.

mod dead;

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{JobId, TenantId};
use serde_json::Value;
use uuid::Uuid;

use crate::{Store, StoreError, TenantScope, TenantTx};
pub use dead::{Counts, DeadLetter, bury, counts, dead_letters, replay};

/// A job under a lease: nobody else works on it until the lease runs out.
#[derive(Clone, PartialEq, Debug)]
pub struct LeasedJob {
    /// Our id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it needs to know.
    pub payload: Value,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// When it was enqueued.
    pub enqueued_at: DateTime<Utc>,
    lease: Uuid,
}

/// Enqueues a job in the caller's transaction: it runs when that commits, and not before `run_at`.
pub async fn enqueue(
    tx: &mut TenantTx,
    kind: &str,
    payload: &Value,
    run_at: Option<DateTime<Utc>>,
) -> Result<JobId, StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO jobs (tenant_id, job_id, kind, payload, run_at, enqueued_at) VALUES ($1, $2, $3, $4, $5, $6)",
        tenant,
        id,
        kind,
        payload,
        run_at.unwrap_or(now),
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(JobId(id))
}

/// The tenants that have work to do now.
pub async fn tenants_with_due_jobs(store: &Store) -> Result<Vec<TenantScope>, StoreError> {
    tenants_with_due_jobs_of(store, Kinds::All).await
}

/// Leases the job that has waited longest, if one is due. A job whose lease ran out is due again.
pub async fn lease(tx: &mut TenantTx, lasting: Duration) -> Result<Option<LeasedJob>, StoreError> {
    lease_of(tx, Kinds::All, lasting).await
}

/// Which kinds of work are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kinds {
    /// All.
    All,
    /// These.
    Only(&'static [&'static str]),
    /// All but these.
    AllBut(&'static [&'static str]),
}

impl Kinds {
    /// As the queries take them: names, and whether all others are meant.
    fn columns(self) -> (Vec<String>, bool) {
        let (names, others): (&[&str], bool) = match self {
            Self::All => (&[], true),
            Self::Only(names) => (names, false),
            Self::AllBut(names) => (names, true),
        };
        (names.iter().map(|name| (*name).to_owned()).collect(), others)
    }
}

/// The tenants that have work of these kinds to do now.
pub async fn tenants_with_due_jobs_of(store: &Store, kinds: Kinds) -> Result<Vec<TenantScope>, StoreError> {
    let (now, (names, others)) = (store.clock().now(), kinds.columns());
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM tenants_with_due_jobs_of($1, $2, $3) AS id"#,
        now,
        &names,
        others
    )
    .fetch_all(store.pool())
    .await?;
    Ok(ids.into_iter().map(|id| TenantScope::new(TenantId(id))).collect())
}

/// [`lease`] of a job of these kinds. What lies farther ahead than anything is ever put there was put by a clock that has
/// been set back since, and is due.
pub async fn lease_of(
    tx: &mut TenantTx,
    kinds: Kinds,
    lasting: Duration,
) -> Result<Option<LeasedJob>, StoreError> {
    let (tenant, lease, now) = (tx.tenant(), tx.new_id(), tx.now());
    let (names, others) = kinds.columns();
    let row = sqlx::query!(
        "UPDATE jobs SET lease = $2, leased_until = $3, attempts = attempts + 1
         WHERE tenant_id = $1 AND job_id = (
            SELECT job_id FROM jobs
            WHERE tenant_id = $1 AND (run_at <= $4 OR run_at > $4 + interval '2 hours')
                AND (leased_until IS NULL OR leased_until <= $4 OR leased_until > $4 + interval '2 days')
                AND (kind = ANY ($5)) <> $6
            ORDER BY run_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING job_id, kind, payload, attempts, enqueued_at",
        tenant,
        lease,
        now + lasting,
        now,
        &names,
        others
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| LeasedJob {
        id: JobId(row.job_id),
        kind: row.kind,
        payload: row.payload,
        attempts: row.attempts,
        enqueued_at: row.enqueued_at,
        lease,
    }))
}

/// Makes a lease last longer from now; false when it is lost.
pub async fn extend(tx: &mut TenantTx, job: &LeasedJob, lasting: Duration) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE jobs SET leased_until = $4 WHERE tenant_id = $1 AND job_id = $2 AND lease = $3",
        tenant,
        job.id.0,
        job.lease,
        now + lasting
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a job that is done; false when its lease is lost, and then its effect must not be committed.
pub async fn complete(tx: &mut TenantTx, job: &LeasedJob) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "DELETE FROM jobs WHERE tenant_id = $1 AND job_id = $2 AND lease = $3",
        tenant,
        job.id.0,
        job.lease
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a failed job back, to be tried again at `run_at`; false when its lease is lost.
pub async fn retry(
    tx: &mut TenantTx,
    job: &LeasedJob,
    error: &str,
    run_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE jobs SET lease = NULL, leased_until = NULL, last_error = $4, run_at = $5
         WHERE tenant_id = $1 AND job_id = $2 AND lease = $3",
        tenant,
        job.id.0,
        job.lease,
        error,
        run_at
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
