//! `check-settings`: whether the settings can be used.

use std::path::Path;
use std::process::ExitCode;

use madoguchi_card_bridge::settings::Settings;

pub(crate) fn run(path: &Path) -> ExitCode {
    match Settings::load(path) {
        Ok(settings) => {
            println!("設定に誤りはありません（{}）。", path.display());
            for server in &settings.servers {
                println!(
                    "  {}　{}　公開鍵 {} 個",
                    server.name,
                    server.origin,
                    server.public_keys.len()
                );
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
