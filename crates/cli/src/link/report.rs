//! `madoguchi link report`: how far notices are, as a file for the portal.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use madoguchi_link::places::Place;
use madoguchi_model::clock::in_japan;
use madoguchi_model::prepared_case::NoticeSource;
use madoguchi_store::portal_notices;
use serde_json::json;

use super::{begun, done, open, recorded};
use crate::Outcome;
use crate::tenant_database::TenantDatabase;

/// The most states in one file.
const MOST: u16 = 10_000;

#[derive(Args, Debug)]
pub(crate) struct Options {
    #[arg(
        value_parser = source,
        help = "送り主：myna_portal、one_stop_move_out、one_stop_visit、electronic_application"
    )]
    source: NoticeSource,
    /// ファイルを置くフォルダー
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    database: TenantDatabase,
}

fn source(code: &str) -> Result<NoticeSource, String> {
    NoticeSource::from_code(code).ok_or_else(|| "その送り主はありません。".to_owned())
}

/// The file first, its record after: what is told twice has the same number and the same state.
pub(super) async fn run(options: Options) -> Outcome {
    let (store, scope) = open(&options.database).await?;
    let event = begun("portal.report", options.source.code(), json!({}));
    let place = Place::of_folder(&options.to);
    let told = recorded(&store, &scope, event, async |tx| {
        let reports = portal_notices::to_report(tx, options.source, MOST).await?;
        if reports.is_empty() {
            return Ok(0);
        }
        let mut file = "受付番号,状態,日時\r\n".to_owned();
        for report in &reports {
            let at = in_japan(report.at).format("%Y-%m-%dT%H:%M:%S%:z");
            let number = report.receipt_number.replace('"', "\"\"");
            write!(file, "\"{number}\",{},{at}\r\n", report.standing.label())?;
        }
        let made = in_japan(tx.now()).format("%Y%m%dT%H%M%S%3f");
        let name = format!("status_{}_{made}.csv", options.source.code());
        place.put_once(&name, file.into_bytes()).await?;
        portal_notices::reported(tx, &reports).await?;
        println!("{}", options.to.join(name).display());
        Ok(reports.len())
    })
    .await?;
    println!("書き出した状態：{told}");
    store.close().await;
    done()
}
