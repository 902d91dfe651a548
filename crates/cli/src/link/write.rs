//! `madoguchi link write`: a file for a core system.

use std::path::PathBuf;

use clap::Args;
use madoguchi_jobs::core_files::{MOST_ROWS, make};
use madoguchi_link::places::Place;
use madoguchi_store::core_files;
use serde_json::json;

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

/// What the folder is called in the record of files.
const HERE: &str = "command_line";

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// ファイルの種類（madoguchi link kinds で一覧が出る）
    kind: String,
    /// ファイルを置くフォルダー
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// 前に書き出したファイルを、番号で指定して、同じ中身のまま出し直す
    #[arg(long, value_name = "N")]
    again: Option<i64>,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn run(options: Options) -> Outcome {
    let (store, scope) = open(&options.database).await?;
    let mut tx = store.begin(&scope).await?;
    let again = match options.again {
        Some(number) => {
            let known = core_files::find(&mut tx, &options.kind, Some(number)).await?;
            Some(known.ok_or("その番号のファイルはありません。")?.id)
        }
        None => None,
    };
    tx.commit().await?;
    let id = if again.is_some() {
        again
    } else {
        let event = begun("core_file.make", &options.kind, json!({}));
        let made = recorded(&store, &scope, event, async |tx| {
            Ok(make(tx, &options.kind, None, MOST_ROWS).await?)
        })
        .await?;
        if made.by_hand > 0 {
            println!("書き出せず、手作業で引き継ぐ行：{}", made.by_hand);
        }
        if made.more {
            println!("残りの行があります。もう一度実行してください。");
        }
        made.file
    };
    let Some(id) = id else {
        println!("書き出す行はありません。");
        return done();
    };
    let event = begun(
        "core_file.send",
        &options.kind,
        json!({ "file": id, "again": again.is_some() }),
    );
    let place = Place::of_folder(&options.to);
    let name = recorded(&store, &scope, event, async |tx| {
        let file = core_files::file(tx, id)
            .await?
            .ok_or("そのファイルはありません。")?;
        if core_files::is_protected(tx, id).await? {
            return Err(
                "支援措置の対象になった人がいるので、このファイルは出せません。手作業で引き継いでください。"
                    .into(),
            );
        }
        let bytes = core_files::bytes(tx, id).await?.unwrap_or_default();
        place.put_once(&file.name, bytes).await?;
        core_files::placed(tx, id, HERE).await?;
        println!(
            "番号：{}　行：{}　SHA-256：{}",
            file.number, file.row_count, file.digest
        );
        Ok(file.name)
    })
    .await?;
    println!("{}", options.to.join(name).display());
    store.close().await;
    done()
}
