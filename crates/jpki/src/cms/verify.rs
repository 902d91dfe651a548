//! Detached signatures, verified.

use chrono::{DateTime, TimeDelta, Utc};

use super::digest::{DocumentDigest, signature_algorithm};
use super::read::{Attributes, CertificateId, SignedData, SignerId};
use super::refusal::CmsRefusal;
use crate::algorithm::{SignatureAlgorithm, sha256};
use crate::anchors::Anchors;
use crate::certificate::Certificate;
use crate::oid;
use crate::profile::{Profile, Purpose};
use crate::verify::verify;
use crate::writer::{SET, element};

/// How far a signer's clock may run ahead: minutes.
const CLOCK_AHEAD: i64 = 5;
/// No signature with a few certificates is nearly as large: bytes.
const LARGEST: usize = 256 * 1024;

/// What was signed.
#[derive(Clone, Copy, Debug)]
pub enum Document<'a> {
    /// The document itself.
    Bytes(&'a [u8]),
    /// Its digest.
    Digest(DocumentDigest),
}

/// Which signed attributes must be there. What is there is checked in any case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// The signing time.
    pub signing_time: bool,
    /// The signer's certificate (signing-certificate-v2).
    pub signing_certificate: bool,
}

impl Rules {
    /// Signatures as this crate makes them.
    pub const OWN: Self = Self {
        signing_time: true,
        signing_certificate: true,
    };
    /// Signatures in PDF files that come in: ISO 32000-1 asks for neither, and `PAdES` forbids the signing time.
    pub const PDF: Self = Self {
        signing_time: false,
        signing_certificate: false,
    };
}

/// A signature that was accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedSignature {
    /// The signer's certificate. Its revocation is not asked here.
    pub certificate: Certificate,
    /// When it was signed, by the signer's own clock; none if it does not say.
    pub signing_time: Option<DateTime<Utc>>,
}

impl VerifiedSignature {
    /// The certificate verified again, for asking after its revocation.
    pub fn signer<'a>(
        &'a self,
        anchors: &'a Anchors,
        profile: &Profile,
        at: DateTime<Utc>,
    ) -> Result<crate::Verified<'a>, crate::Refusal> {
        verify(&self.certificate, Purpose::Signature, anchors, profile, at)
    }
}

/// Verifies a detached signature. `at` is when it was received: the certificate must be in force both then and at the
/// signing time, since the latter is what the signer claims.
pub fn verify_detached(
    cms: &[u8],
    document: Document<'_>,
    anchors: &Anchors,
    profile: &Profile,
    rules: Rules,
    at: DateTime<Utc>,
) -> Result<VerifiedSignature, CmsRefusal> {
    if cms.len() > LARGEST {
        return Err(CmsRefusal::Malformed);
    }
    let data = SignedData::parse(cms)?;
    if data.has_content {
        return Err(CmsRefusal::ContentInside);
    }
    let signer = &data.signer;
    let attributes = Attributes::parse(signer.attributes)?;
    let content_type = attributes.content_type.ok_or(CmsRefusal::AttributesMissing)?;
    let digest = attributes.digest.ok_or(CmsRefusal::AttributesMissing)?;
    if rules.signing_time && attributes.signing_time.is_none()
        || rules.signing_certificate && attributes.certificate.is_none()
    {
        return Err(CmsRefusal::AttributesMissing);
    }
    if content_type != oid::DATA || data.content_type != oid::DATA {
        return Err(CmsRefusal::ContentType);
    }
    let algorithm = signature_algorithm(signer.digest_algorithm, signer.signature_algorithm)?;
    let algorithm = algorithm
        .filter(|found| profile.algorithms.contains(found))
        .ok_or(CmsRefusal::Algorithm)?;
    if !same_document(document, algorithm, digest) {
        return Err(CmsRefusal::Digest);
    }
    let certificate = signer_certificate(&data, attributes.certificate.as_ref())?;
    let message = element(SET, &[signer.attributes.value]);
    if !certificate.key().verifies(algorithm, &message, signer.signature) {
        return Err(CmsRefusal::Signature);
    }
    if let Some(time) = attributes.signing_time {
        if time > at + TimeDelta::minutes(CLOCK_AHEAD) {
            return Err(CmsRefusal::SigningTime);
        }
        verify(&certificate, Purpose::Signature, anchors, profile, time)?;
    }
    verify(&certificate, Purpose::Signature, anchors, profile, at)?;
    Ok(VerifiedSignature {
        certificate,
        signing_time: attributes.signing_time,
    })
}

fn same_document(document: Document<'_>, algorithm: SignatureAlgorithm, signed: &[u8]) -> bool {
    match document {
        Document::Bytes(bytes) => DocumentDigest::of(algorithm, bytes).bytes() == signed,
        Document::Digest(digest) => digest.algorithm() == algorithm && digest.bytes() == signed,
    }
}

/// The one certificate inside that the signer's part names; the signed attributes must name the same.
fn signer_certificate(
    data: &SignedData<'_>,
    named: Option<&CertificateId<'_>>,
) -> Result<Certificate, CmsRefusal> {
    let is_signers = |certificate: &Certificate| match &data.signer.id {
        SignerId::IssuerAndSerial(issuer, serial) => {
            certificate.issuer() == *issuer && certificate.serial() == serial
        }
        SignerId::KeyId(id) => certificate.extensions().subject_key_id.as_deref() == Some(*id),
    };
    // A certificate authority's certificate that comes along need not be readable here.
    let read = data
        .certificates
        .iter()
        .filter_map(|der| Certificate::parse(der).ok());
    let mut fitting = read.filter(is_signers);
    let (Some(certificate), None) = (fitting.next(), fitting.next()) else {
        return Err(CmsRefusal::SignerCertificate);
    };
    if let Some(named) = named {
        let other = |(issuer, serial): &(&[u8], crate::Serial)| {
            *issuer != certificate.issuer() || serial != certificate.serial()
        };
        if sha256(certificate.der()) != named.sha256 || named.issuer_serial.as_ref().is_some_and(other) {
            return Err(CmsRefusal::SignerCertificate);
        }
    }
    Ok(certificate)
}
