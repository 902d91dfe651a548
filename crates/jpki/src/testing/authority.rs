//! The authority: a self-signed root, and what it issues.

use chrono::{DateTime, Utc};

use super::extension::{COUNTRY, ORGANISATION, UNIT, extension, flags, full_name, key_usage_bits, name};
use super::extension::{ocsp_address, other_names, policies};
use super::key::Key;
use super::order::Order;
use crate::algorithm::sha256;
use crate::anchors::{AnchorError, Anchors};
use crate::oid;
use crate::profile::{Environment, Purpose};
use crate::writer::{algorithm, element, octets, oid as write_oid, sequence, time, unsigned};

/// A certificate authority for one purpose.
#[derive(Clone)]
pub struct Authority {
    purpose: Purpose,
    pub(super) key: Key,
    pub(super) name: Vec<u8>,
    pub(super) key_id: Vec<u8>,
    root: Vec<u8>,
}

impl Authority {
    /// An authority whose key follows from the seed. Authorities for one purpose share a name, as the real generations
    /// do.
    pub fn new(purpose: Purpose, seed: u64, validity: (DateTime<Utc>, DateTime<Utc>)) -> Self {
        Self::with_key(purpose, Key::new(seed), validity)
    }

    /// An authority with this key.
    pub fn with_key(purpose: Purpose, key: Key, validity: (DateTime<Utc>, DateTime<Utc>)) -> Self {
        let unit = match purpose {
            Purpose::Authentication => "Test CA for user authentication",
            Purpose::Signature => "Test CA for digital signature",
        };
        let name = name(&[(COUNTRY, "JP"), (ORGANISATION, "MADOGUCHI-TEST"), (UNIT, unit)]);
        let mut authority = Self {
            purpose,
            key_id: key_id(&key),
            key,
            name,
            root: Vec::new(),
        };
        let mut order = Order::responder(1, authority.key.public_key_info(), validity);
        order.subject.clone_from(&authority.name);
        order.key_usage = Some(key_usage_bits(&[5, 6]));
        order.extended_key_usage = Vec::new();
        order.ca = Some(true);
        authority.root = authority.issue(&order);
        authority
    }

    /// What it certifies.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Its root certificate, DER.
    pub fn root(&self) -> &[u8] {
        &self.root
    }

    /// Its key.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Anchors of one's own environment that hold this root alone.
    pub fn anchors(&self) -> Result<Anchors, AnchorError> {
        let mut anchors = Anchors::new(Environment::Own);
        anchors.add(self.purpose, &self.root)?;
        Ok(anchors)
    }

    /// Issues a certificate, DER.
    pub fn issue(&self, order: &Order) -> Vec<u8> {
        let signed = sequence(&[
            &element(0xA0, &[&unsigned(&[2])]),
            &unsigned(&order.serial),
            &algorithm(oid::SHA256_WITH_RSA, true),
            order.issuer.as_deref().unwrap_or(&self.name),
            &sequence(&[&time(order.not_before), &time(order.not_after)]),
            &order.subject,
            &order.public_key_info,
            &element(0xA3, &[&self.extensions(order)]),
        ]);
        self.key.signed(&signed, &[])
    }

    fn extensions(&self, order: &Order) -> Vec<u8> {
        let mut all = Vec::new();
        if let Some(bits) = order.key_usage {
            all.push(extension(oid::KEY_USAGE, true, &flags(bits)));
        }
        if let Some(ca) = order.ca {
            let value: &[u8] = if ca { &[1, 1, 0xFF] } else { &[] };
            all.push(extension(oid::BASIC_CONSTRAINTS, true, &sequence(&[value])));
        }
        if !order.extended_key_usage.is_empty() {
            let purposes: Vec<Vec<u8>> = order
                .extended_key_usage
                .iter()
                .map(|name| write_oid(*name))
                .collect();
            let value = sequence(&purposes.iter().map(Vec::as_slice).collect::<Vec<_>>());
            all.push(extension(oid::EXTENDED_KEY_USAGE, false, &value));
        }
        if !order.other_names.is_empty() {
            all.push(extension(
                oid::SUBJECT_ALT_NAME,
                false,
                &other_names(&order.other_names),
            ));
        }
        if !order.policies.is_empty() {
            let value = policies(&order.policies, order.policy_qualifier);
            all.push(extension(oid::CERTIFICATE_POLICIES, true, &value));
        }
        if let Some(point) = &order.distribution_point {
            let value = sequence(&[&sequence(&[&element(0xA0, &[&full_name(point)])])]);
            all.push(extension(oid::CRL_DISTRIBUTION_POINTS, false, &value));
        }
        if let Some(address) = &order.ocsp_address {
            all.push(extension(
                oid::AUTHORITY_INFO_ACCESS,
                false,
                &ocsp_address(address),
            ));
        }
        let key_id = order.authority_key_id.as_ref().unwrap_or(&self.key_id);
        if !key_id.is_empty() {
            let value = sequence(&[&element(0x80, &[key_id])]);
            all.push(extension(oid::AUTHORITY_KEY_ID, false, &value));
        }
        let own = sha256(&order.public_key_info);
        let own = if order.subject == self.name {
            &self.key_id
        } else {
            own.get(..20).unwrap_or_default()
        };
        all.push(extension(oid::SUBJECT_KEY_ID, false, &octets(own)));
        for (name, critical, value) in &order.more {
            all.push(extension(*name, *critical, value));
        }
        sequence(&all.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }
}

/// An identifier of a key: any that differs from key to key will do.
fn key_id(key: &Key) -> Vec<u8> {
    sha256(&key.public_key_info())
        .get(..20)
        .unwrap_or_default()
        .to_vec()
}
