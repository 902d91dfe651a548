//! `madoguchi link`: files for core systems, and their answers.

mod acknowledge;
mod definition;
mod list;
mod receive;
mod report;
mod schedule;
pub(crate) mod webhook;
mod write;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;
use madoguchi_store::audit::{self, Begun, Category};
use madoguchi_store::{Store, TenantScope};
use serde_json::Value;

use crate::Outcome;
use crate::machine::{OsEntropy, SystemClock};
use crate::tenant_database::{self, TenantDatabase};

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 書き出せるファイルの種類と、待っている行の数を出す
    Kinds(TenantDatabase),
    /// 待っている行を1つのファイルに書き出す。番号を指定すると、前のファイルをそのまま出し直す
    Write(write::Options),
    /// 業務システムの応答ファイルを読み込む
    Acknowledge(acknowledge::Options),
    /// 書き出したファイルの一覧を出す
    Files(list::Options),
    /// 決まった間隔で書き出して、決まった場所に置く
    Schedule(schedule::Options),
    /// 電子申請・来庁予定を読み込んで、来庁前の案件にする
    Receive(receive::Options),
    /// 電子申請・来庁予定がどうなったかを、ファイルに書き出す
    Report(report::Options),
    /// できごとを知らせる受け手
    #[command(subcommand)]
    Webhook(webhook::Command),
    /// 出力定義を出す、確かめる、この団体のものにする
    Definition(definition::Options),
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Kinds(database) => list::kinds(&database).await,
        Command::Write(options) => write::run(options).await,
        Command::Acknowledge(options) => acknowledge::run(options).await,
        Command::Files(options) => list::files(options).await,
        Command::Schedule(options) => schedule::run(options).await,
        Command::Receive(options) => receive::run(options).await,
        Command::Report(options) => report::run(options).await,
        Command::Webhook(command) => webhook::run(command).await,
        Command::Definition(options) => definition::run(options).await,
    }
}

/// Opens the database and finds the municipality.
async fn open(database: &TenantDatabase) -> Result<(Store, TenantScope), crate::Failure> {
    let url = tenant_database::url(database.database_url.as_deref(), database.state_dir.as_deref())?;
    let store = Store::connect(&url, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    let scope = tenant_database::tenant(&store, database.municipality.as_deref()).await?;
    Ok((store, scope))
}

/// An operation for the audit record. It names kinds and numbers, and no person.
fn begun(action: &str, kind: &str, detail: Value) -> Begun {
    Begun {
        category: Category::Operation,
        staff: None,
        session: None,
        section: None,
        terminal: String::new(),
        action: action.into(),
        screen: String::new(),
        resource_kind: "core_file".into(),
        resource_id: kind.into(),
        individual_number_access: false,
        detail,
    }
}

/// Ends an operation beside the change that it belongs to, or by itself when that failed.
async fn recorded<T>(
    store: &Store,
    scope: &TenantScope,
    begun: Begun,
    work: impl AsyncFnOnce(&mut madoguchi_store::TenantTx) -> Result<T, crate::Failure>,
) -> Result<T, crate::Failure> {
    let operation = audit::begin(store, scope, begun).await?;
    let mut tx = store.begin(scope).await?;
    match work(&mut tx).await {
        Ok(done) => {
            operation.end(&mut tx, audit::Outcome::Done, &[]).await?;
            tx.commit().await?;
            Ok(done)
        }
        Err(error) => {
            tx.roll_back().await?;
            let mut tx = store.begin(scope).await?;
            operation.end(&mut tx, audit::Outcome::Failed, &[]).await?;
            tx.commit().await?;
            Err(error)
        }
    }
}

/// A tool that has done what it was asked.
#[expect(clippy::unnecessary_wraps, reason = "what every command ends with")]
fn done() -> Outcome {
    Ok(ExitCode::SUCCESS)
}
