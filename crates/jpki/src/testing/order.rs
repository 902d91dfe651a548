//! What a certificate shall say. Every part can be changed before it is issued: so faults are made.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;

use super::extension::{COMMON, COUNTRY, LOCALITY, key_usage_bits, name};
use crate::oid;
use crate::profile::{Environment, Profile, Purpose};
use crate::writer::element;

/// A synthetic person, as a certificate for digital signatures describes one.
#[derive(Clone, Debug)]
pub struct Person {
    /// 氏名
    pub name: String,
    /// 氏名代替文字: `0` or `1` for each character; all `0` if it is empty.
    pub name_substitutes: String,
    /// 性別: `1`, `2`, `9` or `0`.
    pub sex: char,
    /// 生年月日: era digit and `YYYYMMDD`.
    pub birth_date: String,
    /// 住所
    pub address: String,
    /// 住所代替文字: as for the name.
    pub address_substitutes: String,
}

impl Person {
    /// The `otherName`s in the order a real certificate has them.
    fn other_names(&self) -> Vec<(ObjectIdentifier, Vec<u8>)> {
        let utf8 = |text: &str| element(0x0C, &[text.as_bytes()]);
        let substitutes = |flags: &str, text: &str| {
            let none = "0".repeat(text.chars().count());
            utf8(if flags.is_empty() { &none } else { flags })
        };
        vec![
            (oid::NAME, utf8(&self.name)),
            (oid::BIRTH_DATE, utf8(&self.birth_date)),
            (oid::SEX, utf8(&self.sex.to_string())),
            (oid::ADDRESS, utf8(&self.address)),
            (
                oid::NAME_SUBSTITUTES,
                substitutes(&self.name_substitutes, &self.name),
            ),
            (
                oid::ADDRESS_SUBSTITUTES,
                substitutes(&self.address_substitutes, &self.address),
            ),
        ]
    }
}

/// What a certificate shall say. Names and identifiers of the issuer come from the authority, unless they are set.
#[derive(Clone, Debug)]
pub struct Order {
    /// Serial number, big-endian.
    pub serial: Vec<u8>,
    /// First instant of validity.
    pub not_before: DateTime<Utc>,
    /// Last instant of validity.
    pub not_after: DateTime<Utc>,
    /// The owner's name, DER.
    pub subject: Vec<u8>,
    /// The owner's `SubjectPublicKeyInfo`, DER.
    pub public_key_info: Vec<u8>,
    /// Issuer's name, DER, instead of the authority's.
    pub issuer: Option<Vec<u8>>,
    /// Key usage bits; none to leave it out.
    pub key_usage: Option<u16>,
    /// `cA` of the basic constraints; none to leave them out.
    pub ca: Option<bool>,
    /// Extended key usages.
    pub extended_key_usage: Vec<ObjectIdentifier>,
    /// Policies, critical.
    pub policies: Vec<ObjectIdentifier>,
    /// The kind of qualifier the policies carry.
    pub policy_qualifier: Option<ObjectIdentifier>,
    /// Identifier of the issuer's key instead of the authority's; an empty one leaves it out.
    pub authority_key_id: Option<Vec<u8>>,
    /// `otherName`s: type and value, DER.
    pub other_names: Vec<(ObjectIdentifier, Vec<u8>)>,
    /// Address of the OCSP responder.
    pub ocsp_address: Option<String>,
    /// Distribution point: a `GeneralName`, DER.
    pub distribution_point: Option<Vec<u8>>,
    /// More extensions: name, critical, value.
    pub more: Vec<(ObjectIdentifier, bool, Vec<u8>)>,
}

impl Order {
    /// A certificate for user authentication.
    pub fn authentication(
        serial: u64,
        public_key_info: Vec<u8>,
        validity: (DateTime<Utc>, DateTime<Utc>),
    ) -> Self {
        let common = format!("{serial:08}TEST");
        Self {
            subject: name(&[(COUNTRY, "JP"), (COMMON, &common)]),
            key_usage: Some(key_usage_bits(&[0])),
            extended_key_usage: vec![oid::CLIENT_AUTH],
            ocsp_address: Some("http://ocsp.test.example.jp".to_owned()),
            ..Self::plain(serial, public_key_info, validity, Purpose::Authentication)
        }
    }

    /// A certificate for digital signatures.
    pub fn signature(
        serial: u64,
        public_key_info: Vec<u8>,
        validity: (DateTime<Utc>, DateTime<Utc>),
        person: &Person,
    ) -> Self {
        let common = format!("{}{serial:08}TEST", validity.0.format("%Y%m%d%H%M"));
        let parts = [
            (COUNTRY, "JP"),
            (LOCALITY, "Tokyo-to"),
            (LOCALITY, "Madoguchi-shi"),
            (COMMON, common.as_str()),
        ];
        Self {
            subject: name(&parts),
            key_usage: Some(key_usage_bits(&[0, 1])),
            other_names: person.other_names(),
            ..Self::plain(serial, public_key_info, validity, Purpose::Signature)
        }
    }

    /// The certificate of an OCSP responder.
    pub fn responder(
        serial: u64,
        public_key_info: Vec<u8>,
        validity: (DateTime<Utc>, DateTime<Utc>),
    ) -> Self {
        Self {
            subject: name(&[(COUNTRY, "JP"), (COMMON, "OCSP responder")]),
            key_usage: Some(key_usage_bits(&[0])),
            extended_key_usage: vec![oid::OCSP_SIGNING],
            policies: Vec::new(),
            policy_qualifier: None,
            distribution_point: None,
            ..Self::plain(serial, public_key_info, validity, Purpose::Authentication)
        }
    }

    fn plain(
        serial: u64,
        public_key_info: Vec<u8>,
        (not_before, not_after): (DateTime<Utc>, DateTime<Utc>),
        purpose: Purpose,
    ) -> Self {
        Self {
            serial: serial.to_be_bytes().to_vec(),
            not_before,
            not_after,
            subject: Vec::new(),
            public_key_info,
            issuer: None,
            key_usage: None,
            ca: None,
            extended_key_usage: Vec::new(),
            policies: vec![Profile::of(Environment::Own).policy(purpose)],
            policy_qualifier: Some(oid::POLICY_CPS),
            authority_key_id: None,
            other_names: Vec::new(),
            ocsp_address: None,
            distribution_point: Some(super::distribution_point("Tokyo-to", "Madoguchi-shi")),
            more: Vec::new(),
        }
    }
}
