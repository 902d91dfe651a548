//! `madoguchi card`: the server's keys for cards, and what the bridges on the terminals are told.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use madoguchi_jpki::Profile;
use madoguchi_jpki::pdf::{self, PdfSignature};
use madoguchi_model::clock::Clock as _;

use crate::card_desk::CardEnvironment;
use crate::machine::{OsEntropy, SystemClock};
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
    /// 届いた署名付きPDFの電子署名を、すべて確かめる（失効は確かめない）
    CheckPdf {
        /// PDF
        file: PathBuf,
        /// 電子証明書を信頼する認証局
        #[arg(long, value_enum, default_value = "production")]
        environment: CardEnvironment,
        /// 独自の認証局の証明書（PEM）
        #[arg(long, value_name = "FILE")]
        anchors: Option<PathBuf>,
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
        Command::CheckPdf {
            file,
            environment,
            anchors,
        } => return check_pdf(file, *environment, anchors.as_deref()),
    }
    Ok(ExitCode::SUCCESS)
}

/// One line for each signature; a failure unless all of them cover the whole file.
fn check_pdf(file: &Path, environment: CardEnvironment, anchors: Option<&Path>) -> Outcome {
    let anchors = environment.anchors(anchors)?;
    let profile = Profile::of(anchors.environment());
    let signatures = pdf::verify(&std::fs::read(file)?, &anchors, &profile, SystemClock.now())?;
    for (n, signature) in (1..).zip(&signatures) {
        let found = match &signature.outcome {
            Err(refusal) => refusal.to_string(),
            Ok(_) if signature.is_over_the_whole() => "有効です。署名した後に変わっていません。".into(),
            Ok(_) => "署名は有効ですが、署名した後に書き足されています。".into(),
        };
        println!("署名{n}：{found}");
    }
    Ok(if signatures.iter().all(PdfSignature::is_over_the_whole) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The settings file of a bridge for these pages: each with the name that residents see.
pub(crate) fn settings(keys: &card_keys::CardKeys, servers: &[(String, String)]) -> String {
    let key = toml::Value::from(keys.signing.public_key().0);
    let table = |(name, origin): &(String, String)| {
        let (name, origin) = (
            toml::Value::from(name.as_str()),
            toml::Value::from(origin.as_str()),
        );
        format!("[[servers]]\nname = {name}\norigin = {origin}\npublic_keys = [{key}]\n")
    };
    servers.iter().map(table).collect::<Vec<_>>().concat()
}
