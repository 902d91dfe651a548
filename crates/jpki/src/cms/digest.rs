//! The digest of a document that is signed.

use der::asn1::ObjectIdentifier;
use ring::digest::{self, SHA256, SHA384};

use crate::algorithm::{SignatureAlgorithm, is_digest};
use crate::asn1::{Element, Malformed};
use crate::oid;

/// The digest of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentDigest {
    /// SHA-256: what today's card signs.
    Sha256([u8; 32]),
    /// SHA-384: what is announced for the next card.
    Sha384([u8; 48]),
}

impl From<[u8; 32]> for DocumentDigest {
    fn from(digest: [u8; 32]) -> Self {
        Self::Sha256(digest)
    }
}

impl DocumentDigest {
    /// The digest that goes with a signature algorithm.
    pub fn of(algorithm: SignatureAlgorithm, document: &[u8]) -> Self {
        match algorithm {
            SignatureAlgorithm::RsaSha256 => {
                let mut out = [0; 32];
                out.copy_from_slice(digest::digest(&SHA256, document).as_ref());
                Self::Sha256(out)
            }
            SignatureAlgorithm::EcdsaP384Sha384 => {
                let mut out = [0; 48];
                out.copy_from_slice(digest::digest(&SHA384, document).as_ref());
                Self::Sha384(out)
            }
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Sha256(bytes) => bytes,
            Self::Sha384(bytes) => bytes,
        }
    }

    /// The signature algorithm that it goes with.
    pub(crate) fn algorithm(&self) -> SignatureAlgorithm {
        match self {
            Self::Sha256(_) => SignatureAlgorithm::RsaSha256,
            Self::Sha384(_) => SignatureAlgorithm::EcdsaP384Sha384,
        }
    }
}

/// The name of the digest of a signature algorithm.
pub(super) fn name(algorithm: SignatureAlgorithm) -> ObjectIdentifier {
    match algorithm {
        SignatureAlgorithm::RsaSha256 => oid::SHA256,
        SignatureAlgorithm::EcdsaP384Sha384 => oid::SHA384,
    }
}

/// What a `SignerInfo`'s two identifiers mean together: the digest must be that of the signature. `rsaEncryption` may
/// stand for the latter (RFC 5754 3.2).
pub(super) fn signature_algorithm(
    digest: Element<'_>,
    signature: Element<'_>,
) -> Result<Option<SignatureAlgorithm>, Malformed> {
    let named = SignatureAlgorithm::from_identifier(signature)?;
    let algorithm = if named.is_none() && is_digest(signature, oid::RSA)? {
        Some(SignatureAlgorithm::RsaSha256)
    } else {
        named
    };
    let Some(algorithm) = algorithm else {
        return Ok(None);
    };
    Ok(is_digest(digest, name(algorithm))?.then_some(algorithm))
}
