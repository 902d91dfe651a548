//! A desk that the tests share: each uses people of its own.

use std::fmt::Write;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_card::Transport;
use madoguchi_virtual_card::{Desk, FONTS, People, Pictures, Settings};

/// The file that comes with the program.
pub(crate) const PEOPLE: &str = include_str!("../../people.example.json");

/// The day the desk's certificates are made around.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-06-01T03:00:00Z".parse().unwrap()
}

fn make() -> Desk {
    let people: People = serde_json::from_str(PEOPLE).unwrap();
    let settings = Settings {
        seed: 1,
        on: NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
        ocsp: "http://127.0.0.1:1/ocsp".into(),
        pictures: Pictures::with_fonts(FONTS),
        clock: Box::new(now),
    };
    Desk::new(people, settings).unwrap()
}

static DESK: LazyLock<Mutex<Desk>> = LazyLock::new(|| Mutex::new(make()));

/// The desk, its readers empty, its counters as at first.
pub(crate) fn desk() -> MutexGuard<'static, Desk> {
    let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
    let people: Vec<String> = desk.people().map(|standing| standing.person.id.clone()).collect();
    for person in people {
        desk.reset(&person).unwrap();
    }
    for reader in 0..2 {
        desk.take(reader).unwrap();
    }
    desk
}

/// The desk with a person's card on the first reader.
pub(crate) fn desk_with(person: &str) -> MutexGuard<'static, Desk> {
    let mut desk = desk();
    desk.put(0, Some(person)).unwrap();
    desk
}

/// Sends a command in hexadecimal; gives data and status.
pub(crate) fn send(desk: &mut Desk, command: &str) -> (Vec<u8>, u16) {
    let bytes: Vec<u8> = command
        .split_whitespace()
        .flat_map(|word| word.as_bytes().chunks(2))
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let mut answer = desk.card_on(0).transmit(&bytes).unwrap();
    let low = answer.pop().unwrap();
    let high = answer.pop().unwrap();
    (answer, u16::from_be_bytes([high, low]))
}

/// Sends a command; gives the status.
pub(crate) fn status(desk: &mut Desk, command: &str) -> u16 {
    send(desk, command).1
}

/// ASCII as hexadecimal.
pub(crate) fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02X}");
        hex
    })
}

/// VERIFY of the current file.
pub(crate) fn verify(desk: &mut Desk, secret: &str) -> u16 {
    status(desk, &format!("00200080 {:02X} {}", secret.len(), hex(secret)))
}

pub(crate) const JPKI: &str = "00A4040C0A D392F000260100000001";
pub(crate) const TEXT: &str = "00A4040C0A D3921000310001010408";
pub(crate) const FACE: &str = "00A4040C0A D3921000310001010402";
pub(crate) const COMMON: &str = "00A4040C0A D3921000310001010100";
pub(crate) const MANAGER: &str = "00A4040C07 A0000001510000";
