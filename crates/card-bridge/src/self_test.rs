//! `self-test`: whether this terminal can read cards, told line by line for who sets it up.

mod checks;

use std::path::Path;
use std::process::ExitCode;

use madoguchi_card_bridge::machine::{Clock, SystemClock};
use madoguchi_card_bridge::readers::PcscReaders;
use madoguchi_card_bridge::settings::Settings;

/// How one check ended.
pub(crate) enum Found {
    /// As it should be.
    Good(String),
    /// It works, but somebody should know.
    Note(String),
    /// It does not work.
    Bad(String),
}

pub(crate) fn run(path: &Path, port: Option<u16>) -> ExitCode {
    println!("madoguchi-card-bridge {} の自己診断", env!("CARGO_PKG_VERSION"));
    let settings = Settings::load(path);
    let used = settings.as_ref().ok();
    let port = port.or(used.map(|settings| settings.port));
    let origin = used
        .and_then(|settings| settings.servers.first())
        .map(|server| server.origin.as_str());
    let mut found = vec![
        ("設定", checks::settings(path, &settings)),
        ("時計", checks::clock(SystemClock.now())),
    ];
    if let Some(port) = port {
        found.push(("待ち受け", checks::port(port, origin)));
    }
    found.extend(checks::readers(&PcscReaders));
    let mut good = true;
    for (name, found) in &found {
        let (mark, text) = match found {
            Found::Good(text) => ("○", text),
            Found::Note(text) => ("△", text),
            Found::Bad(text) => {
                good = false;
                ("×", text)
            }
        };
        println!("{mark} {name}：{text}");
    }
    if good {
        println!("この端末で使えます。");
        ExitCode::SUCCESS
    } else {
        println!("× の項目を直してから、もう一度確かめてください。");
        ExitCode::FAILURE
    }
}
