//! What the tests share.

pub(crate) mod pdf;

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use madoguchi_jpki::testing::{Authority, Key, Order, Person};
use madoguchi_jpki::{Anchors, Certificate, Environment, Profile, Purpose};

/// Certificates of a J-LIS test card; its holder is made up. See tests/fixtures/README.md.
pub(crate) const AUTHENTICATION: &[u8] = include_bytes!("../../fixtures/jpki-auth-cert.der");
pub(crate) const SIGNATURE: &[u8] = include_bytes!("../../fixtures/jpki-sign-cert.der");

/// A time, from RFC 3339.
pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A day on which the test card is in force, and what the test authority issues.
pub(crate) fn in_force() -> DateTime<Utc> {
    time("2026-10-01T03:00:00Z")
}

/// The validity of what the test authority issues.
pub(crate) fn validity() -> (DateTime<Utc>, DateTime<Utc>) {
    (time("2026-04-01T00:00:00Z"), time("2031-03-31T14:59:59Z"))
}

pub(crate) fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).unwrap()
}

/// The authority for a purpose, made once.
pub(crate) fn authority(purpose: Purpose) -> &'static Authority {
    static AUTHENTICATION: LazyLock<Authority> = LazyLock::new(|| made(Purpose::Authentication, 1));
    static SIGNATURE: LazyLock<Authority> = LazyLock::new(|| made(Purpose::Signature, 2));
    match purpose {
        Purpose::Authentication => &AUTHENTICATION,
        Purpose::Signature => &SIGNATURE,
    }
}

fn made(purpose: Purpose, seed: u64) -> Authority {
    Authority::new(
        purpose,
        seed,
        (time("2026-01-01T00:00:00Z"), time("2035-12-31T14:59:59Z")),
    )
}

/// The key of the person, made once.
pub(crate) fn persons_key() -> &'static Key {
    static KEY: LazyLock<Key> = LazyLock::new(|| Key::new(3));
    &KEY
}

/// A key that nobody knows, made once.
pub(crate) fn strange_key() -> &'static Key {
    static KEY: LazyLock<Key> = LazyLock::new(|| Key::new(4));
    &KEY
}

pub(crate) fn person() -> Person {
    Person {
        name: "窓口　花子".to_owned(),
        name_substitutes: "01000".to_owned(),
        sex: '2',
        birth_date: "420010229".to_owned(),
        address: "東京都見本市見本１－２－３".to_owned(),
        address_substitutes: String::new(),
    }
}

/// A faultless certificate's order.
pub(crate) fn order(purpose: Purpose) -> Order {
    let info = persons_key().public_key_info();
    match purpose {
        Purpose::Authentication => Order::authentication(1001, info, validity()),
        Purpose::Signature => Order::signature(1002, info, validity(), &person()),
    }
}

pub(crate) fn anchors(purpose: Purpose) -> Anchors {
    authority(purpose).anchors().unwrap()
}

pub(crate) fn profile() -> Profile {
    Profile::of(Environment::Own)
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

pub(crate) const PURPOSES: [Purpose; 2] = [Purpose::Authentication, Purpose::Signature];
