//! Certificates, read. Reading proves nothing: see [`crate::verify`].

mod attributes;
mod extensions;
mod pem;

use std::fmt;
use std::ops::Range;

use chrono::{DateTime, Utc};
use der::Tag;

use crate::algorithm::{PublicKey, SignatureAlgorithm, sha256};
use crate::asn1::{Element, Malformed, SignedParts, outer, plain};
use crate::serial::Serial;

pub use attributes::{AttributeError, Era, Sex, SignerAttributes, SignerBirthDate};
pub use extensions::{Extensions, KeyUsage};
pub(crate) use extensions::{each, full_names};
pub use pem::certificates as from_pem_or_der;

/// No certificate of a card is nearly as large: bytes.
const LARGEST: usize = 16 * 1024;

/// An X.509 certificate (RFC 5280), with the exact bytes of what comparisons are made on. `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    signature: Vec<u8>,
    algorithm: Option<SignatureAlgorithm>,
    serial: Serial,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    not_before: DateTime<Utc>,
    not_after: DateTime<Utc>,
    key: PublicKey,
    extensions: Extensions,
}

impl Certificate {
    /// Reads a certificate, DER. Nothing may follow it.
    pub fn parse(der: &[u8]) -> Result<Self, Malformed> {
        if der.len() > LARGEST {
            return Err(Malformed("certificate is too large"));
        }
        let parts = SignedParts::parse(der, "certificate")?;
        parts.rest.end()?;
        let mut items = parts.signed.items(Tag::Sequence)?;
        let version = items.tagged(outer(0))?.ok_or(Malformed("version"))?;
        if version.inner()?.small()? != 2 {
            return Err(Malformed("version"));
        }
        let serial = Serial::from_bytes(items.required()?.unsigned()?)?;
        if items.required()?.raw != parts.algorithm.raw {
            return Err(Malformed("signature algorithm"));
        }
        let issuer = name(items.required()?)?;
        let mut validity = items.required()?.items(Tag::Sequence)?;
        let (not_before, not_after) = (validity.required()?.time()?, validity.required()?.time()?);
        validity.end()?;
        let subject = name(items.required()?)?;
        let key = PublicKey::parse(items.required()?)?;
        let _issuer_id = items.tagged(plain(1))?;
        let _subject_id = items.tagged(plain(2))?;
        let extensions = Extensions::parse(items.tagged(outer(3))?)?;
        items.end()?;
        // The signed part is the first element of the certificate: it ends where the algorithm begins.
        let start = parts.signed.raw.as_ptr().addr() - der.as_ptr().addr();
        Ok(Self {
            signed: start..start + parts.signed.raw.len(),
            der: der.to_vec(),
            signature: parts.signature.to_vec(),
            algorithm: SignatureAlgorithm::from_identifier(parts.algorithm)?,
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            key,
            extensions,
        })
    }

    /// The certificate, DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the certificate.
    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(&self.der)
    }

    /// Its serial number.
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// The issuer's name, exact DER.
    pub fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// The owner's name, exact DER.
    pub fn subject(&self) -> &[u8] {
        &self.subject
    }

    /// First instant of validity.
    pub fn not_before(&self) -> DateTime<Utc> {
        self.not_before
    }

    /// Last instant of validity.
    pub fn not_after(&self) -> DateTime<Utc> {
        self.not_after
    }

    /// The owner's public key.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// How the issuer signed it; none if the algorithm is not known.
    pub fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.algorithm
    }

    /// Its extensions.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Name, sex, birth date and address, as a certificate for digital signatures holds them.
    pub fn signer_attributes(&self) -> Result<SignerAttributes, AttributeError> {
        SignerAttributes::from_names(&self.extensions.other_names)
    }

    /// Whether the owner of this key signed the certificate.
    pub(crate) fn signed_by(&self, key: &PublicKey) -> bool {
        let signed = self.der.get(self.signed.clone()).unwrap_or_default();
        self.algorithm
            .is_some_and(|algorithm| key.verifies(algorithm, signed, &self.signature))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").finish_non_exhaustive()
    }
}

/// A name's exact bytes. An empty name is refused: it would match every other empty one.
fn name(element: Element<'_>) -> Result<Vec<u8>, Malformed> {
    let parts = element.items(Tag::Sequence)?.all()?;
    if parts.is_empty() || parts.iter().any(|part| !part.is(Tag::Set)) {
        return Err(Malformed("name"));
    }
    Ok(element.raw.to_vec())
}
