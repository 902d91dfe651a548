//! The values of extensions, read.

use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::asn1::{Element, Malformed, outer, plain};
use crate::oid;

/// Goes through `Extensions` in their explicit tag. One that is there twice is refused.
pub(crate) fn each(
    explicit: Option<Element<'_>>,
    mut take: impl FnMut(ObjectIdentifier, bool, &[u8]) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let Some(explicit) = explicit else { return Ok(()) };
    let mut seen = Vec::new();
    for extension in explicit.inner()?.items(Tag::Sequence)?.all()? {
        let mut items = extension.items(Tag::Sequence)?;
        let name = items.required()?.oid()?;
        let critical = items
            .tagged(Tag::Boolean)?
            .map(Element::boolean)
            .transpose()?
            .unwrap_or(false);
        let value = items.required()?.octets()?;
        items.end()?;
        if seen.contains(&name) || seen.len() >= 64 {
            return Err(Malformed("extensions"));
        }
        seen.push(name);
        take(name, critical, value)?;
    }
    Ok(())
}

pub(super) fn basic_constraints(value: &[u8]) -> Result<bool, Malformed> {
    let mut items = Element::sequence(value, "basic constraints")?;
    let ca = items
        .tagged(Tag::Boolean)?
        .map(Element::boolean)
        .transpose()?
        .unwrap_or(false);
    items.tagged(Tag::Integer)?.map(Element::unsigned).transpose()?;
    items.end()?;
    Ok(ca)
}

pub(super) fn key_purposes(value: &[u8]) -> Result<Vec<ObjectIdentifier>, Malformed> {
    let purposes = Element::sequence(value, "extended key usage")?.all()?;
    purposes.into_iter().map(Element::oid).collect()
}

pub(super) fn other_names(value: &[u8]) -> Result<Vec<(ObjectIdentifier, Vec<u8>)>, Malformed> {
    let names = Element::sequence(value, "subject alternative name")?.all()?;
    let others = names.into_iter().filter(|name| name.is(outer(0)));
    let read = |name: Element<'_>| {
        let mut items = name.items(outer(0))?;
        let kind = items.required()?.oid()?;
        let value = items.tagged(outer(0))?.ok_or_else(|| name.wrong())?.inner()?;
        items.end()?;
        Ok((kind, value.raw.to_vec()))
    };
    others.map(read).collect()
}

pub(super) fn distribution_points(value: &[u8]) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut all = Vec::new();
    for point in Element::sequence(value, "distribution points")?.all()? {
        if let Some(name) = point.items(Tag::Sequence)?.tagged(outer(0))? {
            all.append(&mut full_names(name)?);
        }
    }
    Ok(all)
}

/// The full names in a `DistributionPointName` in its explicit tag, exact DER.
pub(crate) fn full_names(explicit: Element<'_>) -> Result<Vec<Vec<u8>>, Malformed> {
    let name = explicit.inner()?;
    if !name.is(outer(0)) {
        return Ok(Vec::new());
    }
    let names = name.items(outer(0))?.all()?;
    Ok(names.into_iter().map(|name| name.raw.to_vec()).collect())
}

pub(super) fn ocsp_addresses(value: &[u8]) -> Result<Vec<String>, Malformed> {
    let mut all = Vec::new();
    for access in Element::sequence(value, "authority information access")?.all()? {
        let mut items = access.items(Tag::Sequence)?;
        let method = items.required()?.oid()?;
        let place = items.required()?;
        items.end()?;
        if method == oid::ACCESS_OCSP && place.is(plain(6)) {
            let text = std::str::from_utf8(place.value)
                .ok()
                .filter(|text| text.is_ascii());
            all.push(text.ok_or_else(|| place.wrong())?.to_owned());
        }
    }
    Ok(all)
}
