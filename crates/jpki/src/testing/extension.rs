//! Extensions, written.

use der::asn1::ObjectIdentifier;

use crate::oid;
use crate::writer::{element, octets, oid as write_oid, sequence};

/// `Extension`.
pub(super) fn extension(name: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xFF] } else { &[] };
    sequence(&[&write_oid(name), critical, &octets(value)])
}

/// The bits of a key usage, by their numbers in RFC 5280: 0 digitalSignature, 1 nonRepudiation, 5 keyCertSign,
/// 6 cRLSign.
pub fn key_usage_bits(bits: &[u32]) -> u16 {
    bits.iter().fold(0, |all, bit| all | 1 << bit)
}

/// A bit string of named bits: without the zeros at its end.
pub(super) fn flags(bits: u16) -> Vec<u8> {
    let [high, low] = bits.reverse_bits().to_be_bytes();
    let bytes: &[u8] = match (high, low) {
        (0, 0) => &[],
        (_, 0) => &[high],
        _ => &[high, low],
    };
    let unused = bytes.last().map_or(0, |last| last.trailing_zeros());
    element(0x03, &[&[u8::try_from(unused).unwrap_or_default()], bytes])
}

pub(super) fn policies(policies: &[ObjectIdentifier], qualifier: Option<ObjectIdentifier>) -> Vec<u8> {
    let qualifier = qualifier.map(|kind| {
        let address = element(0x16, &[b"http://www.example.jp/cps.html"]);
        sequence(&[&sequence(&[&write_oid(kind), &address])])
    });
    let written: Vec<Vec<u8>> = policies
        .iter()
        .map(|policy| sequence(&[&write_oid(*policy), qualifier.as_deref().unwrap_or_default()]))
        .collect();
    sequence(&written.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Where a municipality's revocation list is published: a directory name, as a `GeneralName`, DER.
pub fn distribution_point(prefecture: &str, municipality: &str) -> Vec<u8> {
    let common = format!("{municipality} CRLDP");
    let name = name(&[
        (COUNTRY, "JP"),
        (ORGANISATION, "MADOGUCHI-TEST"),
        (UNIT, "CRL Distribution Points"),
        (UNIT, prefecture),
        (COMMON, &common),
    ]);
    element(0xA4, &[&name])
}

/// `DistributionPointName`: a full name.
pub(super) fn full_name(general_name: &[u8]) -> Vec<u8> {
    element(0xA0, &[general_name])
}

/// `otherName`s.
pub(super) fn other_names(names: &[(ObjectIdentifier, Vec<u8>)]) -> Vec<u8> {
    let written: Vec<Vec<u8>> = names
        .iter()
        .map(|(kind, value)| element(0xA0, &[&write_oid(*kind), &element(0xA0, &[value])]))
        .collect();
    sequence(&written.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub(super) fn ocsp_address(address: &str) -> Vec<u8> {
    let place = element(0x86, &[address.as_bytes()]);
    sequence(&[&sequence(&[&write_oid(oid::ACCESS_OCSP), &place])])
}

pub(super) const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
pub(super) const LOCALITY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.7");
pub(super) const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
pub(super) const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
pub(super) const COMMON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// A name.
pub(super) fn name(parts: &[(ObjectIdentifier, &str)]) -> Vec<u8> {
    let written: Vec<Vec<u8>> = parts
        .iter()
        .map(|(kind, text)| {
            let tag = if *kind == COUNTRY { 0x13 } else { 0x0C };
            let value = element(tag, &[text.as_bytes()]);
            element(0x31, &[&sequence(&[&write_oid(*kind), &value])])
        })
        .collect();
    sequence(&written.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
