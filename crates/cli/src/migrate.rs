//! `madoguchi migrate`: brings a database to this program's newest migration.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use madoguchi_store::Owner;

use crate::machine::{OsEntropy, SystemClock};
use crate::{Failure, Outcome};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// 所有者（`madoguchi_owner`）としての接続先
    #[arg(
        long,
        env = "MADOGUCHI_MIGRATE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    migrate_url: String,
}

pub(crate) async fn run(options: Options) -> Outcome {
    database(&options.migrate_url).await?;
    println!("データベースをこの版の構成に更新しました。");
    Ok(ExitCode::SUCCESS)
}

/// Migrates the database behind an owner's URL.
pub(crate) async fn database(url: &str) -> Result<(), Failure> {
    let owner = Owner::connect(url, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    let migrated = owner.migrate().await;
    owner.close().await;
    Ok(migrated?)
}
