//! `madoguchi link schedule`: files that are made by themselves.

use clap::Args;
use madoguchi_jobs::core_files::definition;
use madoguchi_store::core_files;
use serde_json::json;

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// ファイルの種類
    kind: String,
    /// 何分おきか（1分から1日まで）
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(i32).range(1..=1440), requires = "place", required_unless_present = "off")]
    every: Option<i32>,
    /// 置く場所の名前（serve の --core-file-place で決めたもの）
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// やめる
    #[arg(long, conflicts_with_all = ["every", "place"])]
    off: bool,
    #[command(flatten)]
    database: TenantDatabase,
}

pub(super) async fn run(options: Options) -> Outcome {
    let (store, scope) = open(&options.database).await?;
    let schedule = options
        .every
        .zip(options.place.as_deref())
        .filter(|_| !options.off);
    let event = begun(
        "core_file.schedule",
        &options.kind,
        json!({ "every": options.every, "place": options.place }),
    );
    recorded(&store, &scope, event, async |tx| {
        if definition(tx, &options.kind).await?.is_none() {
            return Err("その種類のファイルはありません。".into());
        }
        Ok(core_files::save_schedule(tx, &options.kind, schedule).await?)
    })
    .await?;
    store.close().await;
    done()
}
