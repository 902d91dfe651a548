//! One revocation list, read and verified.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use der::Tag;

use crate::algorithm::SignatureAlgorithm;
use crate::asn1::{Element, Malformed, SignedParts, outer, plain};
use crate::certificate::{Certificate, KeyUsage, each, full_names};
use crate::oid;
use crate::profile::Profile;
use crate::revocation::{Reason, WhyUnknown, in_window};
use crate::serial::Serial;
use crate::verify::{Verified, within};

/// The largest list that is read: bytes. A whole country's would be several hundred megabytes; a municipality's is not.
const LARGEST: usize = 64 * 1024 * 1024;

/// A verified revocation list.
pub struct RevocationList {
    issuer: [u8; 32],
    this_update: DateTime<Utc>,
    next_update: DateTime<Utc>,
    entries: HashMap<Serial, (DateTime<Utc>, Reason)>,
    /// The distribution points it is for (`GeneralName`, DER); none if it is for all.
    points: Option<Vec<Vec<u8>>>,
    raw: Arc<[u8]>,
}

impl RevocationList {
    /// Reads a list, DER, and checks that one of the anchors signed it and that it holds at this time.
    pub fn verify(
        der: &[u8],
        anchors: &[Certificate],
        profile: &Profile,
        at: DateTime<Utc>,
    ) -> Result<Self, WhyUnknown> {
        if der.len() > LARGEST {
            return Err(WhyUnknown::Malformed);
        }
        let parts = SignedParts::parse(der, "revocation list")?;
        parts.rest.end()?;
        let algorithm = SignatureAlgorithm::from_identifier(parts.algorithm)?;
        let algorithm = algorithm
            .filter(|found| profile.algorithms.contains(found))
            .ok_or(WhyUnknown::Signature)?;
        let mut items = parts.signed.items(Tag::Sequence)?;
        if items.required()?.small()? != 1 || items.required()?.raw != parts.algorithm.raw {
            return Err(WhyUnknown::Malformed);
        }
        let name = items.required()?.raw;
        let mut named = anchors
            .iter()
            .filter(|anchor| may_sign(anchor, name, at))
            .peekable();
        named.peek().ok_or(WhyUnknown::NotAuthorised)?;
        let signed = |anchor: &&Certificate| {
            anchor
                .key()
                .verifies(algorithm, parts.signed.raw, parts.signature)
        };
        let issuer = named.find(signed).ok_or(WhyUnknown::Signature)?;
        // From here on the authority speaks.
        let this_update = items.required()?.time()?;
        let next_update = items.required()?.time()?;
        in_window(this_update, Some(next_update), TimeDelta::zero(), at)?;
        let entries = items
            .tagged(Tag::Sequence)?
            .map(entries)
            .transpose()?
            .unwrap_or_default();
        let points = points(items.tagged(outer(0))?)?;
        items.end()?;
        Ok(Self {
            issuer: issuer.fingerprint(),
            this_update,
            next_update,
            entries,
            points,
            raw: der.into(),
        })
    }

    /// When it was made.
    pub fn this_update(&self) -> DateTime<Utc> {
        self.this_update
    }

    /// When the next one will be there.
    pub fn next_update(&self) -> DateTime<Utc> {
        self.next_update
    }

    /// How many certificates it names.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it names none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn raw(&self) -> Arc<[u8]> {
        Arc::clone(&self.raw)
    }

    pub(super) fn holds(&self, at: DateTime<Utc>) -> bool {
        in_window(self.this_update, Some(self.next_update), TimeDelta::zero(), at).is_ok()
    }

    pub(super) fn entry(&self, serial: &Serial) -> Option<(DateTime<Utc>, Reason)> {
        self.entries.get(serial).copied()
    }

    /// Whether it speaks for this certificate: same issuer, and for all or for a distribution point it names.
    pub(super) fn covers(&self, verified: &Verified<'_>) -> bool {
        let own = &verified.certificate().extensions().distribution_points;
        let shared = |points: &Vec<Vec<u8>>| points.iter().any(|point| own.contains(point));
        self.issuer == verified.anchor_fingerprint() && self.points.as_ref().is_none_or(shared)
    }

    pub(super) fn covers_the_same(&self, other: &Self) -> bool {
        self.issuer == other.issuer && self.points == other.points
    }
}

fn may_sign(anchor: &Certificate, name: &[u8], at: DateTime<Utc>) -> bool {
    anchor.subject() == name
        && anchor.extensions().key_usage.is_some_and(KeyUsage::crl_sign)
        && within(anchor, at)
}

fn entries(list: Element<'_>) -> Result<HashMap<Serial, (DateTime<Utc>, Reason)>, WhyUnknown> {
    let mut all = HashMap::new();
    let mut items = list.items(Tag::Sequence)?;
    while let Some(entry) = items.optional()? {
        let mut parts = entry.items(Tag::Sequence)?;
        let serial = Serial::from_bytes(parts.required()?.unsigned()?)?;
        let at = parts.required()?.time()?;
        let mut reason = Reason::Unspecified;
        let mut unknown = false;
        entry_extensions(parts.optional()?, |name, critical, value| {
            if name == oid::CRL_REASON {
                reason = reason_code(value)?;
            } else {
                unknown |= critical;
            }
            Ok(())
        })?;
        parts.end()?;
        if unknown {
            return Err(WhyUnknown::UnknownCriticalExtension);
        }
        if all.insert(serial, (at, reason)).is_some() {
            return Err(WhyUnknown::Malformed);
        }
    }
    Ok(all)
}

/// An entry's extensions stand without an explicit tag.
fn entry_extensions(
    extensions: Option<Element<'_>>,
    take: impl FnMut(der::asn1::ObjectIdentifier, bool, &[u8]) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let Some(extensions) = extensions else {
        return Ok(());
    };
    let wrapped = crate::writer::element(0xA0, &[extensions.raw]);
    each(Some(Element::parse(&wrapped, "revocation list")?), take)
}

/// `removeFromCRL` (8) has its place in delta lists only, which are not taken.
fn reason_code(value: &[u8]) -> Result<Reason, Malformed> {
    let code = Element::parse(value, "reason")?;
    match (code.tag, code.value) {
        (Tag::Enumerated, [code]) if *code != 8 => Ok(Reason::from_code(*code)),
        _ => Err(code.wrong()),
    }
}

/// The distribution points that the list is for. A list for only some reasons, for authorities, for attribute
/// certificates, or for others' certificates, is refused, as is a critical extension that is not known here (a delta
/// list has one).
fn points(extensions: Option<Element<'_>>) -> Result<Option<Vec<Vec<u8>>>, WhyUnknown> {
    let mut points = None;
    let mut unknown = false;
    let mut partial = false;
    each(extensions, |name, critical, value| {
        if name != oid::ISSUING_DISTRIBUTION_POINT {
            unknown |= critical && name != oid::AUTHORITY_KEY_ID && name != oid::CRL_NUMBER;
            return Ok(());
        }
        let mut items = Element::sequence(value, "issuing distribution point")?;
        if let Some(point) = items.tagged(outer(0))? {
            points = Some(full_names(point)?);
        }
        // Only onlyContainsUserCerts [1] does not narrow it.
        partial = items.all()?.iter().any(|field| !field.is(plain(1)));
        Ok(())
    })?;
    if unknown {
        Err(WhyUnknown::UnknownCriticalExtension)
    } else if partial {
        Err(WhyUnknown::Scope)
    } else {
        Ok(points)
    }
}
