//! Sealing the 個人番号 on the terminal, and opening it on the server (RFC 9180).

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::base64url;
use super::reading::{RawFile, SealedNumber};

/// The application's name in the key schedule, so that nothing else sealed to the same key can pass for this.
const INFO: &[u8] = b"madoguchi individual number v1";

/// The server's key that opens what bridges have sealed: an X25519 private key.
pub struct OpeningKey(<X25519HkdfSha256 as Kem>::PrivateKey);

/// Why a number was not sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealError {
    /// `seal_to` is not an X25519 public key.
    #[error("not a key to seal to")]
    NoKey,
    /// The key is one that no secret can be agreed with.
    #[error("could not be sealed")]
    Unsealable,
}

impl OpeningKey {
    /// The key that 32 random bytes give (`DeriveKeyPair` of RFC 9180, section 7.1.3). They are the secret to be kept.
    pub fn derive(secret: &[u8; 32]) -> Self {
        Self(X25519HkdfSha256::derive_keypair(secret).0)
    }

    /// What pairings carry as `seal_to`: the public half, base64url.
    pub fn seal_to(&self) -> String {
        base64url::encode(X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().as_slice())
    }

    /// The number sealed for this pairing; none if it was sealed for another, to another key, or was changed.
    pub fn open(&self, sealed: &SealedNumber, pairing: Uuid) -> Option<Zeroizing<Vec<u8>>> {
        let encapsulated = Deserializable::from_bytes(&sealed.encapsulated.0).ok()?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &encapsulated,
            INFO,
            &sealed.ciphertext.0,
            pairing.as_bytes(),
        )
        .ok()
        .map(Zeroizing::new)
    }
}

/// Seals the 12 digits of a 個人番号 to the key of a pairing. `randomness` is 32 bytes, fresh for every number.
///
/// # Errors
/// See [`SealError`].
pub fn seal(
    number: &[u8],
    seal_to: &str,
    pairing: Uuid,
    randomness: &[u8; 32],
) -> Result<SealedNumber, SealError> {
    let key = base64url::decode(seal_to).ok_or(SealError::NoKey)?;
    let key = Deserializable::from_bytes(&key).map_err(|_| SealError::NoKey)?;
    let (encapsulated, ciphertext) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &key,
            INFO,
            number,
            pairing.as_bytes(),
            &mut ChaCha20Rng::from_seed(*randomness),
        )
        .map_err(|_| SealError::Unsealable)?;
    Ok(SealedNumber {
        encapsulated: RawFile(encapsulated.to_bytes().to_vec()),
        ciphertext: RawFile(ciphertext),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &[u8] = b"123456789012";

    fn sealed(key: &OpeningKey, pairing: u128) -> SealedNumber {
        seal(NUMBER, &key.seal_to(), Uuid::from_u128(pairing), &[9; 32]).unwrap()
    }

    #[test]
    fn only_the_server_opens_it_and_only_for_its_pairing() {
        let key = OpeningKey::derive(&[1; 32]);
        let number = sealed(&key, 7);
        assert_eq!(number.encapsulated.0.len(), 32);
        assert_eq!(number.ciphertext.0.len(), NUMBER.len() + 16);
        assert_eq!(key.open(&number, Uuid::from_u128(7)).unwrap().as_slice(), NUMBER);
        assert!(key.open(&number, Uuid::from_u128(8)).is_none());
        assert!(
            OpeningKey::derive(&[2; 32])
                .open(&number, Uuid::from_u128(7))
                .is_none()
        );
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let key = OpeningKey::derive(&[1; 32]);
        for at in 0..NUMBER.len() + 16 {
            let mut number = sealed(&key, 7);
            number.ciphertext.0[at] ^= 1;
            assert!(key.open(&number, Uuid::from_u128(7)).is_none(), "byte {at}");
        }
        let mut number = sealed(&key, 7);
        number.encapsulated.0[3] ^= 1;
        assert!(key.open(&number, Uuid::from_u128(7)).is_none());
        number.encapsulated.0.truncate(31);
        assert!(key.open(&number, Uuid::from_u128(7)).is_none());
    }

    #[test]
    fn what_is_no_key_is_not_sealed_to() {
        let refused = |to: &str| seal(NUMBER, to, Uuid::from_u128(7), &[9; 32]);
        assert_eq!(refused("").unwrap_err(), SealError::NoKey);
        assert_eq!(refused("not base64url!").unwrap_err(), SealError::NoKey);
        assert_eq!(
            refused(&base64url::encode(&[0; 32])).unwrap_err(),
            SealError::Unsealable
        );
    }
}
