//! Taking a file of answers.

use madoguchi_link::core_files::{AcknowledgementFault, read_acknowledgement};
use madoguchi_link::hex;
use madoguchi_model::ids::StaffId;
use madoguchi_store::core_files::{Answer, NewAnswers, Received, receive};
use madoguchi_store::{ChangeError, TenantTx};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::definition;
use crate::JobError;

/// Why a file of answers was not taken. Nothing was changed.
#[derive(Debug, Error)]
pub enum AnswersError {
    /// There is no such kind of file.
    #[error("「{0}」という種類のファイルはありません。")]
    Kind(String),
    /// It is no file of answers.
    #[error(transparent)]
    File(#[from] AcknowledgementFault),
    /// The definition or the database failed.
    #[error(transparent)]
    Job(#[from] JobError),
    /// It could not be kept.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

/// Takes a file with which a core system answers files of a kind.
pub async fn receive_answers(
    tx: &mut TenantTx,
    kind: &str,
    name: &str,
    bytes: &[u8],
    by: Option<StaffId>,
) -> Result<Received, AnswersError> {
    let definition = definition(tx, kind)
        .await?
        .ok_or_else(|| AnswersError::Kind(kind.to_owned()))?;
    let read = read_acknowledgement(&definition, bytes, tx.now())?;
    let answers: Vec<Answer> = read
        .rows
        .into_iter()
        .map(|row| Answer {
            line: row.row,
            row: row.id,
            answered: row.answered,
            reason: row.reason,
            at: row.at,
        })
        .collect();
    let new = NewAnswers {
        kind,
        section: &definition.section,
        title: &definition.title,
        name,
        digest: &hex(&Sha256::digest(bytes)),
        answers: &answers,
        unreadable: &read.unreadable,
        by,
    };
    Ok(receive(tx, &new).await?)
}
