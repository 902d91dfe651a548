//! The parts of a revocation list, read.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::asn1::{Element, Malformed, outer, plain};
use crate::certificate::{each, full_names};
use crate::oid;
use crate::revocation::{Reason, WhyUnknown};
use crate::serial::Serial;
use crate::writer::element;

/// Since when, and why, by serial number.
pub(super) type Entries = HashMap<Serial, (DateTime<Utc>, Reason)>;

/// The revoked certificates on the list.
pub(super) fn entries(list: Element<'_>) -> Result<Entries, WhyUnknown> {
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
    take: impl FnMut(ObjectIdentifier, bool, &[u8]) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let Some(extensions) = extensions else {
        return Ok(());
    };
    let wrapped = element(0xA0, &[extensions.raw]);
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
pub(super) fn points(extensions: Option<Element<'_>>) -> Result<Option<Vec<Vec<u8>>>, WhyUnknown> {
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
