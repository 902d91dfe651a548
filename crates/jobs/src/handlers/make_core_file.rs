//! Makes a file for a core system, and has it put where it belongs.

use madoguchi_store::TenantTx;
use madoguchi_store::jobs::{self, LeasedJob};
use serde::Deserialize;

use crate::core_files::{MAKE, MOST_ROWS, make, put};
use crate::handler::{BoxFuture, Handler, JobError};

/// Does jobs of the kind [`MAKE`]: `{"kind": …}`. The file is kept first; it is put somewhere by another job.
pub struct MakeCoreFile;

#[derive(Deserialize)]
struct Payload {
    kind: String,
}

impl Handler for MakeCoreFile {
    fn kind(&self) -> &'static str {
        MAKE
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let payload: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let made = make(tx, &payload.kind, None, MOST_ROWS).await?;
            if let Some(file) = made.file {
                put(tx, file, &payload.kind).await?;
            }
            if made.more {
                jobs::enqueue(tx, MAKE, &job.payload, None).await?;
            }
            Ok(())
        })
    }
}
