//! What a card is asked to sign. Nothing here fixes one algorithm or one size: the next card signs with ECDSA.

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};

use crate::CardError;

/// How a key of the card signs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: the cards of today, keys of 2048 bits.
    RsaSha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RsaSha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaSha512,
    /// ECDSA on P-384 with SHA-384: announced for the next card. How that card is asked is not published, so that none
    /// is asked yet; digests and lengths are ready for it.
    EcdsaP384Sha384,
}

impl SignatureAlgorithm {
    fn hash(self) -> &'static Algorithm {
        match self {
            Self::RsaSha256 => &SHA256,
            Self::RsaSha384 | Self::EcdsaP384Sha384 => &SHA384,
            Self::RsaSha512 => &SHA512,
        }
    }

    /// `DigestInfo` (RFC 8017, section 9.2) up to the digest: the card pads it and signs it.
    fn prefix(self) -> Option<&'static [u8]> {
        match self {
            Self::RsaSha256 => {
                Some(b"\x30\x31\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20")
            }
            Self::RsaSha384 => {
                Some(b"\x30\x41\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30")
            }
            Self::RsaSha512 => {
                Some(b"\x30\x51\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40")
            }
            Self::EcdsaP384Sha384 => None,
        }
    }
}

/// A digest, with the algorithm that it is to be signed by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToSign {
    algorithm: SignatureAlgorithm,
    digest: Vec<u8>,
}

impl ToSign {
    /// A digest made elsewhere; none where its length is not that of the algorithm's digests.
    pub fn digest(algorithm: SignatureAlgorithm, digest: &[u8]) -> Option<Self> {
        let fits = digest.len() == algorithm.hash().output_len();
        fits.then(|| Self {
            algorithm,
            digest: digest.to_vec(),
        })
    }

    /// The digest of a message.
    pub fn message(algorithm: SignatureAlgorithm, message: &[u8]) -> Self {
        Self {
            algorithm,
            digest: digest(algorithm.hash(), message).as_ref().to_vec(),
        }
    }

    /// The data of the command.
    pub(crate) fn data(&self) -> Result<Vec<u8>, CardError> {
        let prefix = self.algorithm.prefix().ok_or(CardError::Algorithm)?;
        Ok([prefix, &self.digest].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_is_given_a_digest_info() {
        let to_sign = ToSign::message(SignatureAlgorithm::RsaSha256, b"message");
        let ours = to_sign.data().unwrap();
        assert_eq!(
            ours,
            myna_card::data::sha256_digest_info(digest(&SHA256, b"message").as_ref())
        );
        for (algorithm, length) in [
            (SignatureAlgorithm::RsaSha384, 48),
            (SignatureAlgorithm::RsaSha512, 64),
        ] {
            let data = ToSign::digest(algorithm, &vec![7; length])
                .unwrap()
                .data()
                .unwrap();
            // The lengths inside say how much follows each of them.
            assert_eq!(
                (usize::from(data[1]) + 2, usize::from(data[18])),
                (data.len(), length)
            );
            assert!(ToSign::digest(algorithm, &[7; 32]).is_none());
        }
    }

    #[test]
    fn the_next_card_is_not_guessed_at() {
        let to_sign = ToSign::message(SignatureAlgorithm::EcdsaP384Sha384, b"message");
        assert_eq!(to_sign.data(), Err(CardError::Algorithm));
    }
}
