//! A `ContentInfo` of `SignedData`, read: only DER, only as much as is used.

use chrono::{DateTime, Utc};
use der::Tag;
use der::asn1::ObjectIdentifier;

use super::refusal::CmsRefusal;
use crate::algorithm::is_digest;
use crate::asn1::{Element, Malformed, outer, plain};
use crate::oid;
use crate::serial::Serial;

/// The most certificates that are looked at.
const MOST_CERTIFICATES: usize = 16;

pub(super) struct SignedData<'a> {
    pub(super) content_type: ObjectIdentifier,
    pub(super) has_content: bool,
    pub(super) certificates: Vec<&'a [u8]>,
    pub(super) signer: Signer<'a>,
}

pub(super) struct Signer<'a> {
    pub(super) id: SignerId<'a>,
    pub(super) digest_algorithm: Element<'a>,
    pub(super) attributes: Element<'a>,
    pub(super) signature_algorithm: Element<'a>,
    pub(super) signature: &'a [u8],
}

pub(super) enum SignerId<'a> {
    IssuerAndSerial(&'a [u8], Serial),
    KeyId(&'a [u8]),
}

/// Signed attributes that are looked at.
#[derive(Default)]
pub(super) struct Attributes<'a> {
    pub(super) content_type: Option<ObjectIdentifier>,
    pub(super) digest: Option<&'a [u8]>,
    pub(super) signing_time: Option<DateTime<Utc>>,
    pub(super) certificate: Option<CertificateId<'a>>,
}

/// What names the signer's certificate (RFC 5035 4): its SHA-256, and perhaps issuer and serial number.
pub(super) struct CertificateId<'a> {
    pub(super) sha256: &'a [u8],
    pub(super) issuer_serial: Option<(&'a [u8], Serial)>,
}

impl<'a> SignedData<'a> {
    pub(super) fn parse(der: &'a [u8]) -> Result<Self, CmsRefusal> {
        let mut info = Element::sequence(der, "content info")?;
        if info.required()?.oid()? != oid::SIGNED_DATA {
            return Err(CmsRefusal::NotSignedData);
        }
        let data = info.tagged(outer(0))?.ok_or(CmsRefusal::Malformed)?;
        info.end()?;
        let mut items = data.inner()?.items(Tag::Sequence)?;
        items.required()?.small()?;
        items.required()?.items(Tag::Set)?;
        let mut content = items.required()?.items(Tag::Sequence)?;
        let content_type = content.required()?.oid()?;
        let has_content = content.optional()?.is_some();
        content.end()?;
        let mut certificates = Vec::new();
        if let Some(set) = items.tagged(outer(0))? {
            let all = set.items(outer(0))?.all()?;
            certificates.extend(all.iter().filter(|one| one.is(Tag::Sequence)).map(|one| one.raw));
        }
        let _revocations = items.tagged(outer(1))?;
        let signers = items.required()?.items(Tag::Set)?.all()?;
        items.end()?;
        let [signer] = signers.as_slice() else {
            return Err(CmsRefusal::SignerCount);
        };
        if certificates.len() > MOST_CERTIFICATES {
            return Err(CmsRefusal::Malformed);
        }
        Ok(Self {
            content_type,
            has_content,
            certificates,
            signer: Signer::parse(*signer)?,
        })
    }
}

impl<'a> Signer<'a> {
    fn parse(signer: Element<'a>) -> Result<Self, CmsRefusal> {
        let mut items = signer.items(Tag::Sequence)?;
        items.required()?.small()?;
        let id = items.required()?;
        let id = if id.is(plain(0)) {
            SignerId::KeyId(id.value)
        } else {
            let mut parts = id.items(Tag::Sequence)?;
            let issuer = parts.required()?.raw;
            let serial = Serial::from_bytes(parts.required()?.unsigned()?)?;
            parts.end()?;
            SignerId::IssuerAndSerial(issuer, serial)
        };
        let digest_algorithm = items.required()?;
        let attributes = items.tagged(outer(0))?.ok_or(CmsRefusal::AttributesMissing)?;
        let signature_algorithm = items.required()?;
        let signature = items.required()?.octets()?;
        let _unsigned_attributes = items.tagged(outer(1))?;
        items.end()?;
        Ok(Self {
            id,
            digest_algorithm,
            attributes,
            signature_algorithm,
            signature,
        })
    }
}

impl<'a> Attributes<'a> {
    /// They must be sorted, each kind once, each with one value.
    pub(super) fn parse(attributes: Element<'a>) -> Result<Self, CmsRefusal> {
        let all = attributes.items(outer(0))?.all()?;
        if !all.is_sorted_by(|one, next| one.raw < next.raw) {
            return Err(CmsRefusal::AttributesNotSorted);
        }
        let mut found = Self::default();
        let mut seen = Vec::new();
        for attribute in all {
            let mut items = attribute.items(Tag::Sequence)?;
            let kind = items.required()?.oid()?;
            let values = items.required()?.items(Tag::Set)?.all()?;
            items.end()?;
            if seen.contains(&kind) || seen.len() >= 32 {
                return Err(CmsRefusal::Malformed);
            }
            seen.push(kind);
            let value = match values.as_slice() {
                [value] => *value,
                _ => return Err(CmsRefusal::Malformed),
            };
            match kind {
                oid::CONTENT_TYPE => found.content_type = Some(value.oid()?),
                oid::MESSAGE_DIGEST => found.digest = Some(value.octets()?),
                oid::SIGNING_TIME => found.signing_time = Some(value.time()?),
                oid::SIGNING_CERTIFICATE_V2 => found.certificate = Some(CertificateId::parse(value)?),
                _ => {}
            }
        }
        Ok(found)
    }
}

impl<'a> CertificateId<'a> {
    /// The first one names the signer's certificate; others would name certificate authorities.
    fn parse(value: Element<'a>) -> Result<Self, CmsRefusal> {
        let first = value
            .items(Tag::Sequence)?
            .required()?
            .items(Tag::Sequence)?
            .required()?;
        let mut items = first.items(Tag::Sequence)?;
        let mut hash = items.required()?;
        if hash.is(Tag::Sequence) {
            if !is_digest(hash, oid::SHA256)? {
                return Err(CmsRefusal::Algorithm);
            }
            hash = items.required()?;
        }
        let issuer_serial = items.optional()?.map(issuer_serial).transpose()?;
        items.end()?;
        Ok(Self {
            sha256: hash.octets()?,
            issuer_serial,
        })
    }
}

fn issuer_serial(element: Element<'_>) -> Result<(&[u8], Serial), Malformed> {
    let mut items = element.items(Tag::Sequence)?;
    let names = items.required()?.items(Tag::Sequence)?.all()?;
    let serial = Serial::from_bytes(items.required()?.unsigned()?)?;
    items.end()?;
    match names.as_slice() {
        [name] if name.is(outer(4)) => Ok((name.inner()?.raw, serial)),
        _ => Err(element.wrong()),
    }
}
