//! What proves the attributes: the signed digests (0003), the certificate of the key that signed them (0004), and the
//! card's own signed key (0007).

use std::fmt;

use super::{FileError, Object};
use crate::files::objects::Objects;

/// An RSA public key, as the card writes it: 90 exponent, 91 modulus.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaKey {
    /// Big-endian, without zeros before it.
    pub modulus: Vec<u8>,
    /// Big-endian, without zeros before it.
    pub exponent: Vec<u8>,
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bytes)", self.modulus.len())
    }
}

impl RsaKey {
    /// Reads the two objects; none where it is another kind of key.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let objects = Objects::of(bytes).ok()?;
        let number = |tag| {
            let bytes = objects.value(tag).ok()?;
            let start = bytes.iter().position(|byte| *byte != 0)?;
            bytes.get(start..).map(<[u8]>::to_vec)
        };
        Some(Self {
            modulus: number(0x91)?,
            exponent: number(0x90)?,
        })
    }
}

/// Which key: 証明者鍵ID or 被証明者鍵ID, 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 16]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// A key that a municipality's keys are certified with. It must come from elsewhere than the card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthorityKey {
    /// 証明者鍵ID.
    pub id: KeyId,
    /// The key.
    pub key: RsaKey,
}

/// File 0004: the card-verifiable certificate of the key that signs the card's files,
/// `7F21 { 5F4E { 証明者鍵ID, 被証明者鍵ID, key }, 5F37 signature }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyCertificate {
    /// 証明者鍵ID: whose key signed the certificate.
    pub issuer: KeyId,
    /// 被証明者鍵ID: whose key it is.
    pub subject: KeyId,
    /// The key; none where it is of a kind not known here.
    pub key: Option<RsaKey>,
    /// What the signature covers.
    pub signed: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl KeyCertificate {
    const FILE: u32 = 0x7F21;
    const BODY: u32 = 0x5F4E;
    const SIGNATURE: u32 = 0x5F37;

    /// Reads file 0004.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, Self::FILE)?.inside()?;
        let body = objects.value(Self::BODY)?;
        let wrong = FileError::Wrong(Self::BODY);
        let (issuer, rest) = body.split_first_chunk().ok_or(wrong)?;
        let (subject, key) = rest.split_first_chunk().ok_or(wrong)?;
        Ok(Self {
            issuer: KeyId(*issuer),
            subject: KeyId(*subject),
            key: RsaKey::parse(key),
            signed: body.to_vec(),
            signature: objects.value(Self::SIGNATURE)?.to_vec(),
        })
    }
}

/// File 0003: `FF30 { DF31 digest of 0001, DF32 digest of 0002, DF33 signature over both }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProofRecord {
    /// The digest of file 0001, all of it with its filler.
    pub individual_number_digest: Vec<u8>,
    /// The digest of file 0002, from what follows its offsets.
    pub attributes_digest: Vec<u8>,
    /// What the signature covers.
    pub signed: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl ProofRecord {
    const FILE: u32 = 0xFF30;
    const SIGNATURE: u32 = 0xDF33;

    /// Reads file 0003.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, Self::FILE)?.inside()?;
        Ok(Self {
            individual_number_digest: objects.value(0xDF31)?.to_vec(),
            attributes_digest: objects.value(0xDF32)?.to_vec(),
            signed: objects.before(Self::SIGNATURE),
            signature: objects.value(Self::SIGNATURE)?.to_vec(),
        })
    }
}

/// File 0007: `FF50 { DF51 the key with which this card signs challenges, DF52 signature over it }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedKey {
    /// The card's key; none where it is of a kind not known here.
    pub key: Option<RsaKey>,
    /// What the signature covers.
    pub signed: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl SignedKey {
    const FILE: u32 = 0xFF50;
    const SIGNATURE: u32 = 0xDF52;

    /// Reads file 0007.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, Self::FILE)?.inside()?;
        Ok(Self {
            key: RsaKey::parse(objects.value(0xDF51)?),
            signed: objects.before(Self::SIGNATURE),
            signature: objects.value(Self::SIGNATURE)?.to_vec(),
        })
    }
}
