//! DER, written.

use chrono::{DateTime, Datelike, Utc};
use der::asn1::ObjectIdentifier;

pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const INTEGER: u8 = 0x02;

/// An element with this tag around its parts.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = vec![tag];
    let bytes = length.to_be_bytes();
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let bytes = bytes.get(first..).unwrap_or_default();
    match bytes {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            out.extend_from_slice(long);
        }
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, parts)
}

/// SET OF: DER wants its elements sorted by their bytes.
pub(crate) fn set_of(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(tag, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub(crate) fn oid(name: ObjectIdentifier) -> Vec<u8> {
    element(0x06, &[name.as_bytes()])
}

/// A whole number that is not negative, from big-endian bytes.
pub(crate) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    match bytes.get(first..).unwrap_or_default() {
        [] => element(INTEGER, &[&[0]]),
        kept @ [high, ..] if high & 0x80 != 0 => element(INTEGER, &[&[0], kept]),
        kept => element(INTEGER, &[kept]),
    }
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    element(OCTETS, &[bytes])
}

/// `AlgorithmIdentifier`, its parameters NULL or absent.
pub(crate) fn algorithm(name: ObjectIdentifier, null: bool) -> Vec<u8> {
    let parameters: &[u8] = if null { &[5, 0] } else { &[] };
    sequence(&[&oid(name), parameters])
}

/// A time as certificates and signed attributes hold it: `UTCTime` until 2049 (RFC 5280 4.1.2.5, RFC 5652 11.3).
pub(crate) fn time(at: DateTime<Utc>) -> Vec<u8> {
    if (1950..2050).contains(&at.year()) {
        element(0x17, &[at.format("%y%m%d%H%M%SZ").to_string().as_bytes()])
    } else {
        generalized_time(at)
    }
}

pub(crate) fn generalized_time(at: DateTime<Utc>) -> Vec<u8> {
    element(0x18, &[at.format("%Y%m%d%H%M%SZ").to_string().as_bytes()])
}
