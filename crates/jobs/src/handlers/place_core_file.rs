//! Puts a file for a core system where the operator's configuration says.

use std::sync::Arc;

use madoguchi_store::TenantTx;
use madoguchi_store::core_files::{bytes, file, placed};
use madoguchi_store::jobs::LeasedJob;
use serde::Deserialize;
use uuid::Uuid;

use crate::core_files::PLACE;
use crate::handler::{BoxFuture, Handler, JobError};
use crate::places::Places;

/// Does jobs of the kind [`PLACE`]: `{"file": …, "place": …}`. Done twice, the same bytes lie there under the same name.
pub struct PlaceCoreFile {
    /// Where files can be put.
    pub places: Arc<dyn Places>,
}

#[derive(Deserialize)]
struct Payload {
    file: Uuid,
    place: String,
}

impl Handler for PlaceCoreFile {
    fn kind(&self) -> &'static str {
        PLACE
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let Payload { file: id, place } =
                serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let gone = || JobError::Never("there is no such file".into());
            let known = file(tx, id).await?.ok_or_else(gone)?;
            let bytes = bytes(tx, id).await?.ok_or_else(gone)?;
            self.places
                .put(&place, &known.name, &bytes)
                .await
                .map_err(JobError::Later)?;
            Ok(placed(tx, id, &place).await?)
        })
    }
}
