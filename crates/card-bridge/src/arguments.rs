//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use madoguchi_card_bridge::settings::Settings;

/// 窓口の端末で、カードリーダーとブラウザーの画面をつなぎます。
#[derive(Parser, Debug)]
#[command(name = "madoguchi-card-bridge", version)]
pub(crate) struct Arguments {
    /// 設定ファイル
    #[arg(long, global = true, env = "MADOGUCHI_CARD_BRIDGE_SETTINGS", default_value_os_t = Settings::default_path())]
    pub(crate) settings: PathBuf,
    /// 待ち受ける番号（0 は空いている番号）。設定ファイルより優先します
    #[arg(long, global = true)]
    pub(crate) port: Option<u16>,
    /// 標準入力が閉じられたら終わる（このプログラムを始めたプログラムと共に終わる）
    #[arg(long, global = true)]
    pub(crate) until_input_ends: bool,
    /// 省くと run
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Subcommand, Clone, Copy, Debug)]
pub(crate) enum Command {
    /// 動かします
    Run,
    /// この端末で使えるかを確かめます
    SelfTest,
    /// 設定ファイルだけを確かめます
    CheckSettings,
}
