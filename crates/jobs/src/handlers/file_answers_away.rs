//! Files away what a core system has answered with, once it is in the database.

use madoguchi_link::hex;
use madoguchi_link::places::{Away, PlaceError, Places};
use madoguchi_store::core_files::destination;
use madoguchi_store::jobs::LeasedJob;
use madoguchi_store::{TenantTx, tenants};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::core_files::{FILE_AWAY, MOST_ANSWER_BYTES};
use crate::handler::{BoxFuture, Handler, JobError};

/// Does jobs of the kind [`FILE_AWAY`]: to `済/` what was taken, to `未/` what could not be read. Another file that has got
/// the name meanwhile stays where it is.
pub struct FileAnswersAway {
    /// Where files can lie.
    pub places: Places,
}

#[derive(Deserialize)]
struct Payload {
    kind: String,
    name: String,
    digest: String,
    taken: bool,
}

impl Handler for FileAnswersAway {
    fn kind(&self) -> &'static str {
        FILE_AWAY
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let asked: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let Some((place, folder)) = destination(tx, &asked.kind)
                .await?
                .and_then(|to| Some((to.fields.place, to.fields.answers_folder?)))
            else {
                return Ok(());
            };
            let code = tenants::get(tx).await?.code;
            match self.file_away(&place, &code, &folder, &asked).await {
                Ok(()) | Err(PlaceError::NoFile(_)) => Ok(()),
                Err(error) => Err(JobError::Later(error.to_string())),
            }
        })
    }
}

impl FileAnswersAway {
    async fn file_away(
        &self,
        place: &str,
        code: &str,
        folder: &str,
        asked: &Payload,
    ) -> Result<(), PlaceError> {
        let place = self.places.at(place, code, folder)?;
        let bytes = place.read(None, &asked.name, MOST_ANSWER_BYTES + 1).await?;
        if hex(&Sha256::digest(&bytes)) != asked.digest {
            return Ok(());
        }
        let away = if asked.taken { Away::Taken } else { Away::NotTaken };
        place.file_away(None, &asked.name, away).await.map(drop)
    }
}
