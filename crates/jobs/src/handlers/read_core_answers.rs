//! Looks for files with which a core system answers, and takes them.

use std::fmt::Write as _;

use chrono::Duration;
use madoguchi_link::hex;
use madoguchi_link::places::{Item, Place, PlaceError, Places};
use madoguchi_store::core_files::{destination, forget_answers, looked, see_answers};
use madoguchi_store::jobs::{self, LeasedJob};
use madoguchi_store::{TenantTx, tenants};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::core_files::{AnswersError, FILE_AWAY, LOOK, MOST_ANSWER_BYTES, receive_answers};
use crate::handler::{BoxFuture, Handler, JobError};

/// How long a file must have been the same before it is complete, where nothing says so.
const SETTLED: Duration = Duration::seconds(30);

/// Does jobs of the kind [`LOOK`]: `{"kind": …}`. A file is filed away by another job after the commit, so that none is
/// away that the database does not have; found again before that, it is known by its digest.
pub struct ReadCoreAnswers {
    /// Where files can lie.
    pub places: Places,
}

#[derive(Deserialize)]
struct Payload {
    kind: String,
}

/// What a look found.
#[derive(Default)]
struct Found {
    taken: usize,
    unfinished: usize,
    /// Files that cannot be read, and why.
    faults: Vec<String>,
}

impl Handler for ReadCoreAnswers {
    fn kind(&self) -> &'static str {
        LOOK
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let Payload { kind } = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            let Some((to, folder)) = destination(tx, &kind)
                .await?
                .and_then(|to| to.fields.answers_folder.clone().map(|folder| (to, folder)))
            else {
                return Ok(());
            };
            let code = tenants::get(tx).await?.code;
            let listed = match self.places.at(&to.fields.place, &code, &folder) {
                Ok(place) => place.list().await.map(|items| (place, items)),
                Err(error) => Err(error),
            };
            // The schedule comes round again; meanwhile the page tells why.
            let (place, items) = match listed {
                Ok(listed) => listed,
                Err(error) => return Ok(looked(tx, &kind, &error.to_string(), true).await?),
            };
            let found = look(tx, &kind, &place, &items).await?;
            looked(tx, &kind, &found.told(), !found.faults.is_empty()).await?;
            if found.unfinished > 0 {
                let again = tx.now() + SETTLED;
                jobs::enqueue(tx, LOOK, &job.payload, Some(again)).await?;
            }
            Ok(())
        })
    }
}

impl Found {
    fn told(&self) -> String {
        let mut told = match self.taken {
            0 if self.faults.is_empty() && self.unfinished == 0 => {
                "新しい応答ファイルはありませんでした。".to_owned()
            }
            0 => String::new(),
            some => format!("{some} 件の応答ファイルを読みました。"),
        };
        if self.unfinished > 0 {
            let some = self.unfinished;
            let _ = write!(
                told,
                "書き込み中かもしれない {some} 件は、変わらなくなるのを待っています。"
            );
        }
        for fault in &self.faults {
            told.push_str(fault);
        }
        told
    }
}

async fn look(tx: &mut TenantTx, kind: &str, place: &Place, items: &[Item]) -> Result<Found, JobError> {
    let names: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
    forget_answers(tx, kind, &names).await?;
    let mut found = Found::default();
    for item in items {
        if !item.complete {
            let since = see_answers(tx, kind, &item.name, item.bytes, &item.changed).await?;
            if tx.now() - since < SETTLED {
                found.unfinished += 1;
                continue;
            }
        }
        let bytes = match place.read(None, &item.name, MOST_ANSWER_BYTES + 1).await {
            Ok(bytes) => bytes,
            // Somebody moved it meanwhile.
            Err(PlaceError::NoFile(_)) => continue,
            Err(error) => return Err(JobError::Later(error.to_string())),
        };
        let digest = hex(&Sha256::digest(&bytes));
        let fault = if bytes.len() as u64 > MOST_ANSWER_BYTES {
            Some("大きすぎます（64MBまで）。".to_owned())
        } else {
            match receive_answers(tx, kind, &item.name, &bytes, None).await {
                Ok(_) => None,
                Err(fault @ (AnswersError::Kind(_) | AnswersError::File(_))) => Some(fault.to_string()),
                Err(AnswersError::Job(error)) => return Err(error),
                Err(AnswersError::Change(error)) => return Err(error.into()),
            }
        };
        let taken = fault.is_none();
        match fault {
            None => found.taken += 1,
            Some(fault) => found
                .faults
                .push(format!("「{}」は読めません：{fault}", item.name)),
        }
        let away = json!({ "kind": kind, "name": item.name, "digest": digest, "taken": taken });
        jobs::enqueue(tx, FILE_AWAY, &away, None).await?;
    }
    Ok(found)
}
