//! Revocation lists.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;

use super::authority::Authority;
use super::extension::{extension, full_name};
use crate::oid;
use crate::writer::{algorithm, element, sequence, time, unsigned};

/// A revoked certificate on a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Serial number, big-endian.
    pub serial: Vec<u8>,
    /// Since when.
    pub at: DateTime<Utc>,
    /// The code of the reason (RFC 5280 5.3.1); none to leave it out.
    pub reason: Option<u8>,
    /// More extensions: name, critical, value.
    pub more: Vec<(ObjectIdentifier, bool, Vec<u8>)>,
}

/// What a revocation list shall say.
#[derive(Clone, Debug)]
pub struct List {
    /// When it was made.
    pub this_update: DateTime<Utc>,
    /// When the next one will be there; none to leave it out.
    pub next_update: Option<DateTime<Utc>>,
    /// The revoked ones.
    pub entries: Vec<Entry>,
    /// For which distribution point: a `GeneralName`, DER; none for all.
    pub distribution_point: Option<Vec<u8>>,
    /// Fields that follow the distribution point in `IssuingDistributionPoint`, DER.
    pub scope: Vec<u8>,
    /// Issuer's name, DER, instead of the authority's.
    pub issuer: Option<Vec<u8>>,
    /// More extensions: name, critical, value.
    pub more: Vec<(ObjectIdentifier, bool, Vec<u8>)>,
}

impl List {
    /// A list without entries, for all.
    pub fn new(this_update: DateTime<Utc>, next_update: DateTime<Utc>) -> Self {
        Self {
            this_update,
            next_update: Some(next_update),
            entries: Vec::new(),
            distribution_point: None,
            scope: Vec::new(),
            issuer: None,
            more: Vec::new(),
        }
    }
}

impl Authority {
    /// Signs a revocation list, DER.
    pub fn list(&self, list: &List) -> Vec<u8> {
        let entries: Vec<Vec<u8>> = list.entries.iter().map(entry).collect();
        let entries = match entries.as_slice() {
            [] => Vec::new(),
            some => sequence(&some.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        };
        let key_id = sequence(&[&element(0x80, &[&self.key_id])]);
        let mut extensions = vec![
            extension(oid::AUTHORITY_KEY_ID, false, &key_id),
            extension(oid::CRL_NUMBER, false, &unsigned(&[1])),
        ];
        let point = list
            .distribution_point
            .as_ref()
            .map(|point| element(0xA0, &[&full_name(point)]));
        if point.is_some() || !list.scope.is_empty() {
            let value = sequence(&[point.as_deref().unwrap_or_default(), &list.scope]);
            extensions.push(extension(oid::ISSUING_DISTRIBUTION_POINT, true, &value));
        }
        extensions.extend(
            list.more
                .iter()
                .map(|(name, critical, value)| extension(*name, *critical, value)),
        );
        let extensions = sequence(&extensions.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let signed = sequence(&[
            &unsigned(&[1]),
            &algorithm(oid::SHA256_WITH_RSA, true),
            list.issuer.as_deref().unwrap_or(&self.name),
            &time(list.this_update),
            &list.next_update.map(time).unwrap_or_default(),
            &entries,
            &element(0xA0, &[&extensions]),
        ]);
        self.key.signed(&signed, &[])
    }
}

fn entry(entry: &Entry) -> Vec<u8> {
    let mut extensions = Vec::new();
    if let Some(reason) = entry.reason {
        extensions.extend(extension(oid::CRL_REASON, false, &element(0x0A, &[&[reason]])));
    }
    for (name, critical, value) in &entry.more {
        extensions.extend(extension(*name, *critical, value));
    }
    let extensions = if extensions.is_empty() {
        extensions
    } else {
        sequence(&[&extensions])
    };
    sequence(&[&unsigned(&entry.serial), &time(entry.at), &extensions])
}
