//! Public keys and signature algorithms. The next card is said to change both: all are chosen here.

use der::Tag;
use der::asn1::ObjectIdentifier;
use ring::digest;
use ring::signature::{ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use crate::asn1::{Element, Malformed};
use crate::oid;

/// How something is signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SignatureAlgorithm {
    /// RSA, PKCS #1 v1.5, SHA-256: today's certificates.
    RsaSha256,
    /// ECDSA on P-384, SHA-384: what is announced for the next card.
    EcdsaP384Sha384,
}

impl SignatureAlgorithm {
    /// The one an `AlgorithmIdentifier` names; none if it is not known, or its parameters are not as they must be.
    pub(crate) fn from_identifier(identifier: Element<'_>) -> Result<Option<Self>, Malformed> {
        let mut items = identifier.items(Tag::Sequence)?;
        let oid = items.required()?.oid()?;
        let parameters = items.optional()?;
        items.end()?;
        let null = parameters.is_some_and(|found| found.is(Tag::Null) && found.value.is_empty());
        Ok(match oid {
            oid::SHA256_WITH_RSA if null => Some(Self::RsaSha256),
            oid::ECDSA_WITH_SHA384 if parameters.is_none() => Some(Self::EcdsaP384Sha384),
            _ => None,
        })
    }

    /// The digest that is signed.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::RsaSha256 => &digest::SHA256,
            Self::EcdsaP384Sha384 => &digest::SHA384,
        };
        digest::digest(algorithm, message).as_ref().to_vec()
    }
}

/// What kind of key, and how large.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// RSA: bits of the modulus; whether the exponent is 65537.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
        /// Whether the exponent is 65537, the one that is used.
        usual_exponent: bool,
    },
    /// P-384.
    P384,
    /// Another kind.
    Other,
}

/// A public key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    kind: KeyKind,
    bytes: Vec<u8>,
}

impl PublicKey {
    /// From a `SubjectPublicKeyInfo`.
    pub(crate) fn parse(info: Element<'_>) -> Result<Self, Malformed> {
        let mut items = info.items(Tag::Sequence)?;
        let mut algorithm = items.required()?.items(Tag::Sequence)?;
        let bytes = items.required()?.bits()?;
        items.end()?;
        let name = algorithm.required()?.oid()?;
        let parameters = algorithm.optional()?;
        algorithm.end()?;
        let kind = match name {
            oid::RSA => rsa(bytes)?,
            oid::EC => match parameters.map(Element::oid) {
                Some(Ok(oid::SECP384R1)) => KeyKind::P384,
                _ => KeyKind::Other,
            },
            _ => KeyKind::Other,
        };
        Ok(Self {
            kind,
            bytes: bytes.to_vec(),
        })
    }

    /// What kind of key it is.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The bytes of the key, as they stand in the bit string of the certificate.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether its owner signed the message.
    pub fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let verification: &'static dyn ring::signature::VerificationAlgorithm = match (algorithm, self.kind) {
            (SignatureAlgorithm::RsaSha256, KeyKind::Rsa { .. }) => &RSA_PKCS1_2048_8192_SHA256,
            (SignatureAlgorithm::EcdsaP384Sha384, KeyKind::P384) => &ECDSA_P384_SHA384_ASN1,
            _ => return false,
        };
        UnparsedPublicKey::new(verification, &self.bytes)
            .verify(message, signature)
            .is_ok()
    }
}

fn rsa(bytes: &[u8]) -> Result<KeyKind, Malformed> {
    let mut items = Element::sequence(bytes, "RSA public key")?;
    let modulus = items.required()?.unsigned()?;
    let exponent = items.required()?.unsigned()?;
    items.end()?;
    let unused = modulus.first().map_or(8, |first| first.leading_zeros() as usize);
    Ok(KeyKind::Rsa {
        bits: modulus.len() * 8 - unused.min(modulus.len() * 8),
        usual_exponent: exponent == [1, 0, 1],
    })
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// Whether a digest algorithm is this one: an `AlgorithmIdentifier` with no parameters, or NULL.
pub(crate) fn is_digest(identifier: Element<'_>, wanted: ObjectIdentifier) -> Result<bool, Malformed> {
    let mut items = identifier.items(Tag::Sequence)?;
    let found = items.required()?.oid()?;
    let parameters = items.optional()?;
    items.end()?;
    Ok(found == wanted && parameters.is_none_or(|found| found.is(Tag::Null)))
}
