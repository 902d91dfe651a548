//! Looks into a portal.

use madoguchi_store::jobs::{self, LeasedJob};
use madoguchi_store::{Store, TenantTx};
use serde::Deserialize;
use uuid::Uuid;

use crate::BackOff;
use crate::handler::{BoxFuture, Handler, JobError};
use crate::portals::{COLLECT, Opener, visit};

/// Does jobs of the kind [`COLLECT`]: `{"connection": …}`. Everything is recorded in transactions of its own; the job's own has
/// written nothing while the portal is waited for. A portal that is away makes no dead letter: the clock comes round again,
/// and the connection's page tells why.
pub struct CollectPortal {
    /// The database.
    pub store: Store,
    /// Opens connections.
    pub opener: Opener,
    /// How long an application or a state waits that the portal did not give or take.
    pub back_off: BackOff,
}

#[derive(Deserialize)]
struct Payload {
    connection: Uuid,
}

impl Handler for CollectPortal {
    fn kind(&self) -> &'static str {
        COLLECT
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let Payload { connection } =
                serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let scope = tx.scope();
            if visit(&self.store, &scope, &self.opener, connection, self.back_off).await? {
                jobs::enqueue(tx, COLLECT, &job.payload, None).await?;
            }
            Ok(())
        })
    }
}
