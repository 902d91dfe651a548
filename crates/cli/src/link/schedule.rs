//! `madoguchi link schedule`: files that are made by themselves.

use clap::Args;
use madoguchi_jobs::core_files::definition;
use madoguchi_store::core_files::{self, DestinationFields};
use madoguchi_store::import_sources::Schedule;
use serde_json::json;

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// ファイルの種類
    kind: String,
    /// 何分おきか（1分から1日まで）
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u16).range(1..=1440), requires = "place", required_unless_present = "off")]
    every: Option<u16>,
    /// 置き場の名前（serve の --places で決めたもの）
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// 置き場の中のフォルダー
    #[arg(long, value_name = "DIR", default_value = "")]
    folder: String,
    /// 応答ファイルを読む、置き場の中のフォルダー。指定しなければ、置き場からは読まない
    #[arg(long, value_name = "DIR")]
    answers: Option<String>,
    /// やめる
    #[arg(long, conflicts_with_all = ["every", "place"])]
    off: bool,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn run(options: Options) -> Outcome {
    let (store, scope) = open(&options.database).await?;
    let fields = options
        .every
        .zip(options.place.clone())
        .filter(|_| !options.off)
        .map(|(every, place)| DestinationFields {
            place,
            folder: options.folder.clone(),
            schedule: Some(Schedule::Every(every)),
            answers_folder: options.answers.clone(),
        });
    let event = begun(
        "core_file.schedule",
        &options.kind,
        json!({ "every": options.every, "place": options.place }),
    );
    recorded(&store, &scope, event, async |tx| {
        if definition(tx, &options.kind).await?.is_none() {
            return Err("その種類のファイルはありません。".into());
        }
        Ok(core_files::save_destination(tx, &options.kind, fields.as_ref()).await?)
    })
    .await?;
    store.close().await;
    done()
}
