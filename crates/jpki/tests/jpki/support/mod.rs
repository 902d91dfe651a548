//! What the tests share.

use chrono::{DateTime, Utc};
use madoguchi_jpki::Certificate;

/// Certificates of a J-LIS test card; its holder is made up. See tests/fixtures/README.md.
pub(crate) const AUTHENTICATION: &[u8] = include_bytes!("../../fixtures/jpki-auth-cert.der");
pub(crate) const SIGNATURE: &[u8] = include_bytes!("../../fixtures/jpki-sign-cert.der");

/// A time, from RFC 3339.
pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A day on which the test card is in force.
pub(crate) fn in_force() -> DateTime<Utc> {
    time("2026-10-01T03:00:00Z")
}

pub(crate) fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).unwrap()
}
