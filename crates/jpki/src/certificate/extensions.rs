//! The extensions of a certificate that are known here (RFC 5280 4.2), and which of the others are critical.

use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::asn1::{Element, Items, Malformed, outer, plain};
use crate::oid;

/// What a key may be used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// digitalSignature.
    pub fn digital_signature(self) -> bool {
        self.0 & 1 != 0
    }

    /// nonRepudiation (contentCommitment).
    pub fn non_repudiation(self) -> bool {
        self.0 & 1 << 1 != 0
    }

    /// keyCertSign.
    pub fn certificate_sign(self) -> bool {
        self.0 & 1 << 5 != 0
    }

    /// cRLSign.
    pub fn crl_sign(self) -> bool {
        self.0 & 1 << 6 != 0
    }
}

/// The extensions.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Extensions {
    /// Key usage; none if it does not say.
    pub key_usage: Option<KeyUsage>,
    /// Whether it may issue certificates; absent means it may not.
    pub is_ca: bool,
    /// Extended key usages; none if it does not say.
    pub extended_key_usage: Option<Vec<ObjectIdentifier>>,
    /// Certificate policies.
    pub policies: Vec<ObjectIdentifier>,
    /// Whether a policy carries a qualifier other than a statement's address and a notice.
    pub unknown_policy_qualifier: bool,
    /// Identifier of the issuer's key.
    pub authority_key_id: Option<Vec<u8>>,
    /// Identifier of its own key.
    pub subject_key_id: Option<Vec<u8>>,
    /// Addresses of OCSP responders.
    pub ocsp_addresses: Vec<String>,
    /// Where its revocation would be published: full names as they stand (`GeneralName`, exact DER).
    pub distribution_points: Vec<Vec<u8>>,
    /// `otherName`s of the subject alternative name: type and value (exact DER).
    pub other_names: Vec<(ObjectIdentifier, Vec<u8>)>,
    /// Critical extensions that are not known here.
    pub unknown_critical: Vec<ObjectIdentifier>,
}

impl Extensions {
    pub(crate) fn parse(explicit: Option<Element<'_>>) -> Result<Self, Malformed> {
        let mut extensions = Self::default();
        each(explicit, |name, critical, value| {
            extensions.take(name, critical, value)
        })?;
        Ok(extensions)
    }

    fn take(&mut self, name: ObjectIdentifier, critical: bool, value: &[u8]) -> Result<(), Malformed> {
        match name {
            oid::KEY_USAGE => {
                self.key_usage = Some(KeyUsage(Element::parse(value, "key usage")?.flags()?));
            }
            oid::BASIC_CONSTRAINTS => self.is_ca = basic_constraints(value)?,
            oid::EXTENDED_KEY_USAGE => self.extended_key_usage = Some(key_purposes(value)?),
            oid::CERTIFICATE_POLICIES => self.take_policies(value)?,
            oid::AUTHORITY_KEY_ID => {
                let mut items = Element::sequence(value, "authority key identifier")?;
                self.authority_key_id = items.tagged(plain(0))?.map(|id| id.value.to_vec());
            }
            oid::SUBJECT_KEY_ID => {
                let id = Element::parse(value, "subject key identifier")?.octets()?;
                self.subject_key_id = Some(id.to_vec());
            }
            oid::SUBJECT_ALT_NAME => self.other_names = other_names(value)?,
            oid::CRL_DISTRIBUTION_POINTS => self.distribution_points = distribution_points(value)?,
            oid::AUTHORITY_INFO_ACCESS => self.ocsp_addresses = ocsp_addresses(value)?,
            oid::ISSUER_ALT_NAME => {}
            _ if critical => self.unknown_critical.push(name),
            _ => {}
        }
        Ok(())
    }

    fn take_policies(&mut self, value: &[u8]) -> Result<(), Malformed> {
        for policy in Element::sequence(value, "certificate policies")?.all()? {
            let mut items = policy.items(Tag::Sequence)?;
            let name = items.required()?.oid()?;
            if self.policies.contains(&name) {
                return Err(Malformed("certificate policies"));
            }
            self.policies.push(name);
            let qualifiers = items
                .optional()?
                .map(|found| found.items(Tag::Sequence))
                .transpose()?;
            for qualifier in qualifiers.map(Items::all).transpose()?.unwrap_or_default() {
                let kind = qualifier.items(Tag::Sequence)?.required()?.oid()?;
                let known = [oid::POLICY_CPS, oid::POLICY_USER_NOTICE].contains(&kind);
                self.unknown_policy_qualifier |= !known;
            }
            items.end()?;
        }
        Ok(())
    }
}

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

fn basic_constraints(value: &[u8]) -> Result<bool, Malformed> {
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

fn key_purposes(value: &[u8]) -> Result<Vec<ObjectIdentifier>, Malformed> {
    let purposes = Element::sequence(value, "extended key usage")?.all()?;
    purposes.into_iter().map(Element::oid).collect()
}

fn other_names(value: &[u8]) -> Result<Vec<(ObjectIdentifier, Vec<u8>)>, Malformed> {
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

fn distribution_points(value: &[u8]) -> Result<Vec<Vec<u8>>, Malformed> {
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

fn ocsp_addresses(value: &[u8]) -> Result<Vec<String>, Malformed> {
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
