//! One job from lease to end.

use std::sync::Arc;
use std::time::Duration;

use madoguchi_store::jobs::{self, LeasedJob};
use madoguchi_store::{Store, StoreError, TenantScope};
use tokio::task::JoinHandle;

use crate::handler::{Handler, JobError};
use crate::worker::Options;

/// Runs a leased job: commits its effect with its completion, or gives it back, or buries it.
pub(crate) async fn run_job(
    store: &Store,
    scope: &TenantScope,
    handler: Option<Arc<dyn Handler>>,
    job: LeasedJob,
    options: &Options,
) -> Result<(), StoreError> {
    let result = match handler {
        None => Err(JobError::Never(format!(
            "no handler for jobs of the kind {}",
            job.kind
        ))),
        // It was leased more often than it may be tried: each time the program ended before it told.
        Some(_) if job.attempts > options.back_off.attempts => {
            Err(JobError::Never("the program ended during every attempt".into()))
        }
        Some(handler) => perform(store, scope, handler, job.clone(), options).await,
    };
    let Err(error) = result else { return Ok(()) };
    give_back(store, scope, &job, &error, options).await
}

/// Does the job under a heartbeat. `Ok` also when the lease was lost: somebody else does it then.
async fn perform(
    store: &Store,
    scope: &TenantScope,
    handler: Arc<dyn Handler>,
    job: LeasedJob,
    options: &Options,
) -> Result<(), JobError> {
    let mut tx = store.begin(scope).await?;
    let leased = job.clone();
    // On a task of its own, so that a panic is the job's failure and not the worker's end.
    let mut work = tokio::spawn(async move {
        let done = handler.run(&mut tx, &job).await;
        (tx, done)
    });
    let Some(ended) = under_heartbeat(store, scope, &leased, &mut work, options).await else {
        work.abort();
        tracing::warn!(job = %leased.id, kind = leased.kind, "the lease of a job was lost; its work is dropped");
        return Ok(());
    };
    let (mut tx, done) = ended.map_err(|error| JobError::Later(format!("the handler panicked: {error}")))?;
    done?;
    if jobs::complete(&mut tx, &leased).await? {
        tx.commit().await?;
    } else {
        tracing::warn!(job = %leased.id, kind = leased.kind, "the lease of a job was lost; its work is dropped");
    }
    Ok(())
}

/// Waits for the work and renews the lease meanwhile; none when the lease was lost.
async fn under_heartbeat<T>(
    store: &Store,
    scope: &TenantScope,
    job: &LeasedJob,
    work: &mut JoinHandle<T>,
    options: &Options,
) -> Option<Result<T, tokio::task::JoinError>> {
    let third = options
        .lease
        .to_std()
        .map_or(Duration::from_secs(10), |lease| lease / 3);
    let mut beat = tokio::time::interval(third);
    beat.tick().await; // the first is at once
    loop {
        tokio::select! {
            ended = &mut *work => return Some(ended),
            _ = beat.tick() => match extend(store, scope, job, options).await {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => tracing::warn!(job = %job.id, %error, "the lease of a job could not be renewed"),
            },
        }
    }
}

async fn extend(
    store: &Store,
    scope: &TenantScope,
    job: &LeasedJob,
    options: &Options,
) -> Result<bool, StoreError> {
    let mut tx = store.begin(scope).await?;
    let held = jobs::extend(&mut tx, job, options.lease).await?;
    tx.commit().await?;
    Ok(held)
}

async fn give_back(
    store: &Store,
    scope: &TenantScope,
    job: &LeasedJob,
    error: &JobError,
    options: &Options,
) -> Result<(), StoreError> {
    let again = match error {
        JobError::Later(_) => options.back_off.after(job.attempts),
        JobError::Never(_) => None,
    };
    let mut tx = store.begin(scope).await?;
    let text = error.to_string();
    if let Some(wait) = again {
        let run_at = tx.now() + wait;
        jobs::retry(&mut tx, job, &text, run_at).await?;
        tracing::warn!(job = %job.id, kind = job.kind, error = text, %run_at, "a job failed and is tried again");
    } else {
        jobs::bury(&mut tx, job, &text).await?;
        tracing::error!(job = %job.id, kind = job.kind, error = text, "a job failed and became a dead letter");
    }
    tx.commit().await
}
