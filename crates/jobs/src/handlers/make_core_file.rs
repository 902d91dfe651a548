//! Makes a file for a core system, and has it put where it belongs.

use madoguchi_store::TenantTx;
use madoguchi_store::jobs::{self, LeasedJob};
use serde::Deserialize;
use serde_json::json;

use crate::core_files::{MAKE, MOST_ROWS, PLACE, make};
use crate::handler::{BoxFuture, Handler, JobError};

/// Does jobs of the kind [`MAKE`]: `{"kind": …, "place": …}`. The file is kept first; it is put somewhere by another
/// job, so that no file lies anywhere that the database does not know.
pub struct MakeCoreFile;

#[derive(Deserialize)]
struct Payload {
    kind: String,
    place: Option<String>,
}

impl Handler for MakeCoreFile {
    fn kind(&self) -> &'static str {
        MAKE
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let payload: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let Some(made) = make(tx, &payload.kind, None, MOST_ROWS).await? else {
                return Ok(());
            };
            if let Some(place) = &payload.place {
                jobs::enqueue(tx, PLACE, &json!({ "file": made.id, "place": place }), None).await?;
            }
            if made.more {
                jobs::enqueue(tx, MAKE, &job.payload, None).await?;
            }
            Ok(())
        })
    }
}
