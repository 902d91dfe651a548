//! What certificates, revocation lists and OCSP responses have in common: they are signed.

use super::{Element, Items, Malformed};

/// What is signed, how, and the signature: the outer form of certificates, revocation lists and OCSP responses.
pub(crate) struct SignedParts<'a> {
    pub(crate) signed: Element<'a>,
    pub(crate) algorithm: Element<'a>,
    pub(crate) signature: &'a [u8],
    /// What follows the signature.
    pub(crate) rest: Items<'a>,
}

impl<'a> SignedParts<'a> {
    pub(crate) fn parse(der: &'a [u8], what: &'static str) -> Result<Self, Malformed> {
        let mut items = Element::sequence(der, what)?;
        Ok(Self {
            signed: items.required()?,
            algorithm: items.required()?,
            signature: items.required()?.bits()?,
            rest: items,
        })
    }
}
