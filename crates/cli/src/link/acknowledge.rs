//! `madoguchi link acknowledge`: a core system's answers.

use std::path::PathBuf;

use clap::Args;
use madoguchi_jobs::core_files::receive_answers;
use serde_json::json;

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

/// The most bytes of a file of answers.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// 応答するファイルの種類
    kind: String,
    /// 応答ファイル
    file: PathBuf,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn run(options: Options) -> Outcome {
    let path = &options.file;
    let unreadable = |error: std::io::Error| format!("{} を読めません（{error}）。", path.display());
    if std::fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        return Err("応答ファイルが大きすぎます（64MBまで）。".into());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let (store, scope) = open(&options.database).await?;
    let event = begun(
        "core_file.acknowledge",
        &options.kind,
        json!({ "bytes": bytes.len() }),
    );
    let received = recorded(&store, &scope, event, async |tx| {
        Ok(receive_answers(tx, &options.kind, &name, &bytes, None).await?)
    })
    .await?;
    if received.already {
        println!("この応答ファイルは、もう読み込んであります。何もしませんでした。");
    }
    for (outcome, lines) in &received.outcomes {
        println!("{}：{lines}", outcome.label());
    }
    store.close().await;
    done()
}
