//! The sample that a layout is made from: the beginning of an uploaded file.

use std::collections::{BTreeSet, HashSet};
use std::io::Read as _;

use madoguchi_import::{guess, records, whole_lines};
use madoguchi_store::{TenantTx, residents};

use crate::error::PageError;
use crate::spooled_upload::Arrived;
use crate::state::AppState;

/// How much of a file is a sample, in bytes.
const MOST: u64 = 256 * 1024;

/// The beginning of a file.
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    /// How many records of protected households it had.
    left_out: usize,
}

impl Sample {
    /// What the administrator is told of it.
    pub(super) fn told(&self) -> String {
        match self.left_out {
            0 => String::new(),
            some => format!("支援措置のある世帯の{some}行は、見本から除きました。"),
        }
    }
}

/// The first whole lines of an uploaded file, or what is wrong with it. The file itself is not kept.
pub(super) async fn sample(
    app: &AppState,
    tx: &mut TenantTx,
    file: &Arrived,
) -> Result<Result<Sample, String>, PageError> {
    let file = match file {
        Arrived::Here(file) if file.bytes > 0 => file.clone(),
        Arrived::Here(_) => return Ok(Err("ファイルが空です。".into())),
        Arrived::Nothing => return Ok(Err("見本にするファイルを選んでください。".into())),
        Arrived::TooLarge => return Ok(Err("ファイルが大きすぎます。初めの1,000行ほどで足ります。".into())),
        Arrived::NoRoom | Arrived::NoSpool => {
            return Ok(Err(
                "ファイルを受け取れませんでした。サーバーの担当者に知らせてください。".into(),
            ));
        }
    };
    let Some(spool) = app.spool.clone() else {
        return Err(PageError::internal("a file without a spool"));
    };
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        spool.files.read(&file.key)?.take(MOST).read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>((bytes, file.bytes))
    });
    let (bytes, all) = read
        .await
        .map_err(PageError::internal)?
        .map_err(PageError::internal)?;
    let whole = if all > MOST { whole_lines(&bytes) } else { &bytes };
    Ok(Ok(without_protected(tx, whole).await?))
}

/// The sample without the records of protected households: whoever makes a layout need not see them, and nor need
/// whoever looks at the draft later.
async fn without_protected(tx: &mut TenantTx, bytes: &[u8]) -> Result<Sample, PageError> {
    let records = records(bytes, &guess(bytes));
    let numbers: BTreeSet<&String> = records.iter().flat_map(|record| &record.numbers).collect();
    let numbers: Vec<String> = numbers.into_iter().cloned().collect();
    let protected: HashSet<String> = residents::protected_numbers(tx, &numbers)
        .await?
        .into_iter()
        .collect();
    let all = records.len();
    let kept: Vec<&[u8]> = records
        .iter()
        .filter(|record| record.numbers.iter().all(|number| !protected.contains(number)))
        .map(|record| record.bytes)
        .collect();
    Ok(Sample {
        left_out: all - kept.len(),
        bytes: kept.concat(),
    })
}
