//! The certificates that the card's own applications hold (7F21), and the test authority that signs them. They are
//! of a hierarchy of its own: its key ids begin with `9`, real ones with `5`, those of J-LIS's test cards with `6`.

use crate::key::Key;
use crate::tlv::object;

/// 16 bytes that name a key: seven digits, `08 05`, three digits, four bytes.
pub(crate) type KeyId = [u8; 16];

/// The key id with these digits.
pub(crate) fn key_id(number: &str, group: &str, last: u8) -> KeyId {
    let mut id = [0; 16];
    let digits = number
        .bytes()
        .chain([8, 5])
        .chain(group.bytes())
        .chain([0, 0, 0, last]);
    for (place, byte) in id.iter_mut().zip(digits) {
        *place = byte;
    }
    id
}

/// Which application a hierarchy is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hierarchy {
    /// 券面事項入力補助AP
    Text,
    /// 券面事項確認AP
    Face,
    /// The card manager.
    Manager,
}

impl Hierarchy {
    /// The id of its authority.
    pub fn authority_id(self) -> [u8; 16] {
        match self {
            Self::Text => key_id("9000033", "001", 0),
            Self::Face => key_id("9000023", "001", 0),
            Self::Manager => key_id("9000020", "001", 0xA8),
        }
    }

    /// The id of the key of a municipality below it.
    fn issuer_id(self, municipality: &str) -> KeyId {
        match self {
            Self::Text => key_id(&format!("{municipality}31"), "000", 0),
            Self::Face => key_id(&format!("{municipality}21"), "000", 0),
            Self::Manager => key_id(&format!("{municipality}30"), "002", 0x98),
        }
    }
}

/// An authority and the key of the municipalities below it: one key serves all of them here.
pub struct CvAuthority {
    hierarchy: Hierarchy,
    authority: Key,
    issuer: Key,
}

impl CvAuthority {
    pub(crate) fn new(hierarchy: Hierarchy, seed: u64) -> Self {
        Self {
            hierarchy,
            authority: Key::new(seed, &format!("authority of {hierarchy:?}")),
            issuer: Key::new(seed, &format!("issuer of {hierarchy:?}")),
        }
    }

    /// The public half of the authority's key, as the card writes keys (90 exponent, 91 modulus): what readers pin.
    pub fn public_key(&self) -> Vec<u8> {
        self.authority.public_objects()
    }

    /// Which it is.
    pub fn hierarchy(&self) -> Hierarchy {
        self.hierarchy
    }

    /// The key that signs what a municipality puts on a card.
    pub(crate) fn issuer(&self) -> &Key {
        &self.issuer
    }

    /// The certificate of a municipality's key: file 0004.
    pub(crate) fn certificate(&self, municipality: &str) -> Option<Vec<u8>> {
        let (issuer, subject) = (
            self.hierarchy.authority_id(),
            self.hierarchy.issuer_id(municipality),
        );
        Some(object(
            0x7F21,
            &contents(&self.authority, issuer, subject, &self.issuer)?,
        ))
    }

    /// The same as the data object of the card manager, without its template.
    pub(crate) fn chain(&self, municipality: &str, leaf: &Key) -> Option<(Vec<u8>, Vec<u8>)> {
        let (root, middle) = (
            self.hierarchy.authority_id(),
            self.hierarchy.issuer_id(municipality),
        );
        let upper = contents(&self.authority, root, middle, &self.issuer)?;
        let lower = contents(&self.issuer, middle, key_id("0000050", "001", 0x40), leaf)?;
        Some((upper, lower))
    }
}

/// The body (5F4E) and the signature over its value (5F37).
fn contents(signer: &Key, issuer: KeyId, subject: KeyId, key: &Key) -> Option<Vec<u8>> {
    let mut body = [issuer, subject].concat();
    body.extend(key.public_objects());
    let mut out = object(0x5F4E, &body);
    out.extend(object(0x5F37, &signer.sign_sha256(&body)?));
    Some(out)
}
