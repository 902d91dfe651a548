//! What does one kind of job.

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;

use madoguchi_store::jobs::LeasedJob;
use madoguchi_store::{ChangeError, StoreError, TenantTx};
use thiserror::Error;

/// A future behind a pointer, so that handlers can be kept in a list.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Does one kind of job.
pub trait Handler: Send + Sync {
    /// The kind, as it was enqueued.
    fn kind(&self) -> &'static str;

    /// Does the job in a transaction of its tenant, which the worker commits. It may be done more than once when
    /// it reaches outside the database.
    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>>;
}

/// Why a job was not done.
#[derive(Debug, Error)]
pub enum JobError {
    /// It may succeed later.
    #[error("{0}")]
    Later(String),
    /// It cannot succeed: what it was asked for makes no sense.
    #[error("{0}")]
    Never(String),
}

impl JobError {
    /// It cannot succeed, because of this.
    pub fn never(error: impl Display) -> Self {
        Self::Never(error.to_string())
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Later(error.to_string())
    }
}

impl From<ChangeError> for JobError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound | ChangeError::NotAllowed(_) => Self::never(error),
            other => Self::Later(other.to_string()),
        }
    }
}
