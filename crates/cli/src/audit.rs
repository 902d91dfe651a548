//! `madoguchi audit`: the record of who did what.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use madoguchi_store::Owner;
use madoguchi_store::audit::{AnchorFile, Finding, Problem, Report, verify};

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
        value_name = "URL"
    )]
    migrate_url: Option<String>,
    /// 記録の末尾を控えたファイル（既定：状態フォルダーの audit-anchors.jsonl）
    #[arg(long, env = "MADOGUCHI_AUDIT_ANCHORS", value_name = "FILE")]
    audit_anchors: Option<PathBuf>,
    /// demo のデータを置いたフォルダー。指定すると接続先よりこちらを確かめる
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// 結果を JSON で出す
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(command: Command) -> Outcome {
    let Command::Verify(options) = command;
    let migrate_url = options.migrate_url.filter(|_| options.state_dir.is_none());
    let state = options.state_dir.map_or_else(state_directory::usual, Ok)?;
    let anchors = options
        .audit_anchors
        .unwrap_or_else(|| state_directory::anchors(&state));
    let report = if let Some(url) = migrate_url {
        check(&url, &anchors).await?
    } else {
        let server = demo::Server::reach(&state).await?;
        let report = check(server.owner_url(), &anchors).await;
        server.leave().await?;
        report?
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
        println!("{}", sentence(finding));
    }
    let (tenants, sealed, waiting) = (report.tenants, report.sealed, report.waiting);
    println!("{tenants} 団体、{sealed} 件の記録を確かめました（封をする前の記録 {waiting} 件）。");
    if report.is_whole() {
        println!("変えられた・抜けた・切り取られた記録はありません。");
    } else {
        println!("{} 件の異常があります。", report.findings.len());
    }
}

fn sentence(finding: &Finding) -> String {
    let what = match finding.problem {
        Problem::Changed => "記録又はその順番が変えられています",
        Problem::Missing => "記録が抜けています",
        Problem::SealMissing => "封が抜けています",
        Problem::NotSealed => "後から差し込まれた記録か、封を外された記録です",
        Problem::Cut => "控えてある末尾がありません。後ろが切り取られたか、書き直されています",
    };
    let place = finding.seq.map(|seq| format!("、{seq} 番目")).unwrap_or_default();
    let entry = finding
        .entry_id
        .map(|id| format!("、記録 {id}"))
        .unwrap_or_default();
    format!("団体 {}{place}{entry}：{what}", finding.tenant)
}
