//! `madoguchi card`: the server's keys for cards, and what the bridges on the terminals are told.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use crate::machine::OsEntropy;
use crate::{Outcome, card_keys};

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// カード用の鍵を作る。もうある鍵は変えない
    Keys {
        /// 鍵を置くフォルダー
        directory: PathBuf,
    },
    /// 窓口端末のカード読取りプログラムの設定（TOML）を書き出す
    BridgeSettings {
        /// 鍵のあるフォルダー
        directory: PathBuf,
        /// 住民に見せる自治体の名前
        #[arg(long)]
        name: String,
        /// 職員が開く画面の URL（例：https://madoguchi.example.lg.jp）。複数回指定できる
        #[arg(long = "origin", required = true, value_name = "URL")]
        origins: Vec<String>,
    },
}

pub(crate) fn run(command: &Command) -> Outcome {
    match command {
        Command::Keys { directory } => {
            card_keys::make(directory, &OsEntropy)?;
            println!(
                "鍵は {} にあります。ほかの人が読めない場所に控えてください。失うと、預かっている個人番号を開けません。",
                directory.display()
            );
        }
        Command::BridgeSettings {
            directory,
            name,
            origins,
        } => {
            let keys = card_keys::read(directory)?;
            let servers: Vec<(String, String)> = origins
                .iter()
                .map(|origin| (name.clone(), origin.clone()))
                .collect();
            print!("{}", settings(&keys, &servers));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The settings file of a bridge for these pages: each with the name that residents see.
pub(crate) fn settings(keys: &card_keys::CardKeys, servers: &[(String, String)]) -> String {
    let key = toml::Value::from(keys.signing.public_key().0);
    servers
        .iter()
        .map(|(name, origin)| {
            let (name, origin) = (
                toml::Value::from(name.as_str()),
                toml::Value::from(origin.as_str()),
            );
            format!("[[servers]]\nname = {name}\norigin = {origin}\npublic_keys = [{key}]\n")
        })
        .collect()
}
