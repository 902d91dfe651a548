//! The extensions of a certificate that are known here (RFC 5280 4.2), and which of the others are critical.

mod values;

use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::asn1::{Element, Items, Malformed, plain};
use crate::oid;

use values::{basic_constraints, distribution_points, key_purposes, ocsp_addresses, other_names};
pub(crate) use values::{each, full_names};

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
