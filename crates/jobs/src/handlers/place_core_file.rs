//! Puts a file for a core system where the operator's configuration says.

use madoguchi_link::places::Places;
use madoguchi_store::core_files::{bytes, file, is_protected, placed};
use madoguchi_store::jobs::LeasedJob;
use madoguchi_store::{TenantTx, tenants};
use serde::Deserialize;
use uuid::Uuid;

use crate::core_files::PLACE;
use crate::handler::{BoxFuture, Handler, JobError};

/// Does jobs of the kind [`PLACE`]: `{"file": …, "place": …, "folder": …}`. Done twice, the same bytes lie there under the
/// same name.
pub struct PlaceCoreFile {
    /// Where files can be put.
    pub places: Places,
}

#[derive(Deserialize)]
struct Payload {
    file: Uuid,
    place: String,
    #[serde(default)]
    folder: String,
}

impl Handler for PlaceCoreFile {
    fn kind(&self) -> &'static str {
        PLACE
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let asked: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let gone = || JobError::Never("ファイルがありません。".into());
            let known = file(tx, asked.file).await?.ok_or_else(gone)?;
            if is_protected(tx, asked.file).await? {
                return Err(JobError::Never(
                    "支援措置の対象になった人がいるので、ファイルを置きませんでした。手作業で引き継いでください。".into(),
                ));
            }
            let bytes = bytes(tx, asked.file).await?.ok_or_else(gone)?;
            let code = tenants::get(tx).await?.code;
            let put = match self.places.at(&asked.place, &code, &asked.folder) {
                Ok(place) => place.put_once(&known.name, bytes).await,
                Err(error) => Err(error),
            };
            put.map_err(|error| JobError::Later(error.to_string()))?;
            Ok(placed(tx, asked.file, &asked.place).await?)
        })
    }
}
