//! The question.

use der::Tag;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};

use crate::asn1::{Element, Malformed};
use crate::certificate::Certificate;
use crate::oid;
use crate::serial::Serial;
use crate::verify::Verified;
use crate::writer::{algorithm, element, octets, oid as write_oid, sequence, unsigned};

/// A number used once. RFC 9654 wants 32 bytes.
pub type Nonce = [u8; 32];

/// The digest that names the certificate's issuer in a question. It secures nothing: the answer is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdHash {
    /// SHA-1: what responders know (RFC 5019).
    Sha1,
    /// SHA-256.
    Sha256,
}

impl IdHash {
    fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha1 => &SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &SHA256,
        };
        digest(algorithm, bytes).as_ref().to_vec()
    }
}

/// SHA-1 of a key, by which responders name themselves.
pub(super) fn key_hash(certificate: &Certificate) -> Vec<u8> {
    IdHash::Sha1.of(certificate.key().bytes())
}

/// `CertID`, read.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct CertificateId {
    hash: IdHash,
    name: Vec<u8>,
    key: Vec<u8>,
    serial: Serial,
}

impl CertificateId {
    /// None if its digest is not known here.
    pub(super) fn parse(id: Element<'_>) -> Result<Option<Self>, Malformed> {
        let mut items = id.items(Tag::Sequence)?;
        let hash = items.required()?.items(Tag::Sequence)?.required()?.oid()?;
        let name = items.required()?.octets()?.to_vec();
        let key = items.required()?.octets()?.to_vec();
        let serial = Serial::from_bytes(items.required()?.unsigned()?)?;
        items.end()?;
        let hash = match hash {
            oid::SHA1 => IdHash::Sha1,
            oid::SHA256 => IdHash::Sha256,
            _ => return Ok(None),
        };
        Ok(Some(Self {
            hash,
            name,
            key,
            serial,
        }))
    }
}

/// A question after one certificate, and what the answer must repeat.
pub struct OcspRequest {
    der: Vec<u8>,
    pub(super) id: CertificateId,
    pub(super) nonce: Option<Nonce>,
}

impl OcspRequest {
    /// A question after a verified certificate.
    pub fn new(verified: &Verified<'_>, hash: IdHash, nonce: Option<Nonce>) -> Self {
        let id = CertificateId {
            hash,
            name: hash.of(verified.certificate().issuer()),
            key: hash.of(verified.anchor().key().bytes()),
            serial: verified.certificate().serial().clone(),
        };
        let name = match hash {
            IdHash::Sha1 => oid::SHA1,
            IdHash::Sha256 => oid::SHA256,
        };
        let written = sequence(&[
            &algorithm(name, true),
            &octets(&id.name),
            &octets(&id.key),
            &unsigned(id.serial.bytes()),
        ]);
        let list = sequence(&[&sequence(&[&written])]);
        let extensions = nonce.map(|nonce| {
            let extension = sequence(&[&write_oid(oid::OCSP_NONCE), &octets(&octets(&nonce))]);
            element(0xA2, &[&sequence(&[&extension])])
        });
        let request = sequence(&[&list, extensions.as_deref().unwrap_or_default()]);
        Self {
            der: sequence(&[&request]),
            id,
            nonce,
        }
    }

    /// The question, DER: the body of the POST (`application/ocsp-request`).
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}
