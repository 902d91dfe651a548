//! The command line.

use clap::{Args, Parser, Subcommand};

use crate::logging::LogFormat;
use crate::{audit, card, catalogue, demo, guide, import, link, migrate, serve};

/// 自治体窓口DXシステム「まどぐち」
#[derive(Parser, Debug)]
#[command(name = "madoguchi", version, propagate_version = true)]
pub(crate) struct Arguments {
    /// 動作記録の形式
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 合成データの市を用意して、この機械だけで試せるように開始する
    Demo(demo::Options),
    /// 用意されたデータベースで業務サーバーを開始する
    Serve(serve::Options),
    /// データベースをこの版の構成に更新する
    Migrate(migrate::Options),
    /// 業務システムのファイルを取り込む
    #[command(subcommand)]
    Import(import::Command),
    /// 業務システムへファイルを書き出し、応答を読み込む
    #[command(subcommand)]
    Link(link::Command),
    /// 操作記録を扱う
    #[command(subcommand)]
    Audit(audit::Command),
    /// マイナンバーカードを読むための鍵と設定
    #[command(subcommand)]
    Card(card::Command),
    /// 手続きガイダンス: 事実のファイルから、必要な手続き・理由・期限・次の質問を判定する
    Guide(guide::GuideArgs),
    /// 制度カタログを検査する
    Catalogue(catalogue::CatalogueArgs),
    /// 標準入力のPDFを読み取る（サーバーが使う）
    #[command(hide = true)]
    ReadPdf,
}

impl Command {
    /// The demonstration's own words stay readable; a server says what it does.
    pub(crate) fn default_log_level(&self) -> &'static str {
        match self {
            Self::Serve(_) => "info,sqlx=warn",
            _ => "warn",
        }
    }
}

/// The database to serve from.
#[derive(Args, Debug, Clone)]
pub(crate) struct ServingDatabase {
    /// 業務用の接続先。行単位の保護を外せない利用者（`madoguchi_app`）で接続する
    #[arg(
        long,
        env = "MADOGUCHI_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) database_url: String,
}
