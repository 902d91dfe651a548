//! The checks of the self-test.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use madoguchi_card::{Card, CardKind};
use madoguchi_card_bridge::readers::{OpenError, Readers, Seen};
use madoguchi_card_bridge::settings::{Settings, SettingsError};

use super::Found;

/// Nothing ran before this program was written: 2026-01-01, in seconds since 1970.
const BEFORE: i64 = 1_767_225_600;

/// The most that the bridge's answer about itself can be.
const ANSWER: u64 = 4096;

pub(super) fn settings(path: &Path, settings: &Result<Settings, SettingsError>) -> Found {
    match settings {
        Ok(settings) => {
            let names: Vec<_> = settings
                .servers
                .iter()
                .map(|server| server.origin.as_str())
                .collect();
            Found::Good(format!("{}（{}）", path.display(), names.join("、")))
        }
        Err(error) => Found::Bad(error.to_string()),
    }
}

pub(super) fn clock(now: i64) -> Found {
    let japan = FixedOffset::east_opt(9 * 60 * 60);
    let text = DateTime::from_timestamp(now, 0)
        .zip(japan)
        .map(|(now, japan)| {
            now.with_timezone(&japan)
                .format("%Y年%-m月%-d日 %-H時%-M分")
                .to_string()
        })
        .unwrap_or_default();
    if now < BEFORE {
        Found::Bad(format!(
            "{text}（日本時間）になっています。パソコンの時計を合わせてください。"
        ))
    } else {
        Found::Good(format!(
            "{text}（日本時間）。2分より大きくずれていると、窓口システムの許可を使えません。"
        ))
    }
}

/// The port is free, or the bridge itself has it.
pub(super) fn port(port: u16, origin: Option<&str>) -> Found {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
        return Found::Good(format!("127.0.0.1:{port} を使えます（いまは動いていません）。"));
    }
    match asked(port, origin.unwrap_or_default()) {
        Some(answer) if answer.contains("\"madoguchi-card-bridge\"") => {
            Found::Good(format!("127.0.0.1:{port} で動いています。"))
        }
        _ => Found::Bad(format!(
            "127.0.0.1:{port} は別のプログラムが使用中です。そちらを終えるか、設定の port を変えてください。"
        )),
    }
}

fn asked(port: u16, origin: &str) -> Option<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(3))).ok()?;
    let request = format!(
        "GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.take(ANSWER).read_to_string(&mut answer).ok()?;
    Some(answer)
}

/// The card service, its readers, and what lies in each.
pub(super) fn readers(readers: &dyn Readers) -> Vec<(&'static str, Found)> {
    match readers.watch().next(Duration::from_secs(3)) {
        Seen::ServiceGone | Seen::Ended => vec![("カードサービス", Found::Bad(service().into()))],
        Seen::Slots(slots) if slots.is_empty() => vec![
            ("カードサービス", Found::Good("使えます。".into())),
            (
                "リーダー",
                Found::Bad("見つかりません。カードリーダーをパソコンにつないでください。".into()),
            ),
        ],
        Seen::Slots(slots) => {
            let mut found = vec![("カードサービス", Found::Good("使えます。".into()))];
            for slot in slots {
                let card = slot.card.map(|_| card(readers, &slot.name));
                found.push(("リーダー", said(&slot.name, card)));
            }
            found
        }
    }
}

fn service() -> &'static str {
    if cfg!(windows) {
        "使えません。サービス「Smart Card」が動いているか、カードリーダーがつながっているかを確かめてください。"
    } else {
        "使えません。pcscd が入っているか確かめてください（systemctl status pcscd.socket）。"
    }
}

fn card(readers: &dyn Readers, name: &str) -> Result<CardKind, OpenError> {
    let mut kind = CardKind::OtherCard;
    readers.with_card(name, &mut |card| {
        kind = Card::new(card).kind().unwrap_or(CardKind::OtherCard);
    })?;
    Ok(kind)
}

fn said(name: &str, card: Option<Result<CardKind, OpenError>>) -> Found {
    match card {
        None => Found::Good(format!("{name}（カードは置かれていません）")),
        Some(Ok(CardKind::MyNumberCard)) => {
            Found::Good(format!("{name}（マイナンバーカードが置かれています）"))
        }
        Some(Ok(_)) => Found::Note(format!(
            "{name}（マイナンバーカードではないカードが置かれています）"
        )),
        Some(Err(OpenError::InUse)) => {
            Found::Note(format!("{name}（ほかのプログラムがカードを使っています）"))
        }
        Some(Err(_)) => Found::Note(format!(
            "{name}（置かれたカードが答えません。向きを確かめてください）"
        )),
    }
}
