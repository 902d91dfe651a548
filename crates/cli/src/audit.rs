//! `madoguchi audit`: the record of who did what.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use madoguchi_store::Owner;
use madoguchi_store::audit::{AnchorFile, Report, verify};

use crate::machine::{OsEntropy, SystemClock};
use crate::{Failure, Outcome, demo, state_directory};

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 操作記録に、変えられた・抜けた・切り取られた記録がないかを確かめる（あれば終了コード 1）
    Verify(Verify),
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// 所有者（`madoguchi_owner`）としての接続先。指定しなければ demo のデータを確かめる
    #[arg(
        long,
        env = "MADOGUCHI_MIGRATE_URL",
        hide_env_values = true,
        value_name = "URL",
        requires = "anchors",
        conflicts_with = "state_dir"
    )]
    migrate_url: Option<String>,
    /// データベースの外に控えた、記録の末尾のファイル
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// demo のデータを置いたフォルダー
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// 結果を JSON で出す
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(command: Command) -> Outcome {
    let Command::Verify(options) = command;
    let report = match (&options.migrate_url, &options.anchors) {
        (Some(url), Some(anchors)) => check(url, anchors).await?,
        (_, anchors) => {
            let state = options.state_dir.map_or_else(state_directory::usual, Ok)?;
            let anchors = anchors
                .clone()
                .unwrap_or_else(|| state_directory::anchors(&state));
            let server = demo::Server::reach(&state).await?;
            let report = check(&server.owner_url(), &anchors).await;
            server.leave().await?;
            report?
        }
    };
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(if report.is_whole() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn check(owner_url: &str, anchors: &Path) -> Result<Report, Failure> {
    let anchors = AnchorFile::read(anchors)?;
    let owner = Owner::connect(owner_url, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    let report = verify(&owner, &anchors).await;
    owner.close().await;
    Ok(report?)
}

fn print(report: &Report) {
    for finding in &report.findings {
        println!("{finding}");
    }
    let (tenants, sealed, waiting) = (report.tenants, report.sealed, report.waiting);
    println!("{tenants} 団体、{sealed} 件の記録を確かめました（封をする前の記録 {waiting} 件）。");
    if report.is_whole() {
        println!("変えられた・抜けた・切り取られた記録はありません。");
    } else {
        println!("{} 件の異常があります。", report.findings.len());
    }
}
