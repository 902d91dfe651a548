//! The key that receivers' secrets are sealed with. It is the operator's, and not in the database.

use std::fmt::Write as _;

use madoguchi_model::clock::Entropy;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Secret;

/// How long it is.
const LENGTH: usize = 32;

/// Seals and opens secrets (AES-256-GCM), each for one receiver: sealed for another it does not open.
pub struct SecretKey(LessSafeKey);

/// Why bytes are no such key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("鍵のファイルは、16進数64文字（32バイト）にしてください。")]
pub struct SecretKeyError;

impl SecretKey {
    /// A fresh one, as it is kept in a file: 64 hexadecimal digits.
    #[must_use]
    pub fn fresh(entropy: &dyn Entropy) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        entropy.fill(&mut *bytes);
        let mut text = Zeroizing::new(String::with_capacity(2 * LENGTH));
        for byte in bytes.iter() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Reads one from what its file holds.
    pub fn parse(text: &str) -> Result<Self, SecretKeyError> {
        let text = text.trim();
        if text.len() != 2 * LENGTH || !text.is_ascii() {
            return Err(SecretKeyError);
        }
        let mut bytes = Zeroizing::new([0; LENGTH]);
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            let digits = text.get(at..at + 2).ok_or(SecretKeyError)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| SecretKeyError)?;
        }
        let key = UnboundKey::new(&AES_256_GCM, &*bytes).map_err(|_| SecretKeyError)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a secret for a receiver: nonce, then ciphertext. None only when the cipher fails.
    #[must_use]
    pub fn seal(&self, receiver: Uuid, secret: &Secret, entropy: &dyn Entropy) -> Option<Vec<u8>> {
        self.seal_bytes(receiver, secret.bytes(), entropy)
    }

    /// Seals a secret that another system gave us as a text, for our connection to it.
    #[must_use]
    pub fn seal_text(&self, connection: Uuid, secret: &str, entropy: &dyn Entropy) -> Option<Vec<u8>> {
        self.seal_bytes(connection, secret.as_bytes(), entropy)
    }

    fn seal_bytes(&self, owner: Uuid, secret: &[u8], entropy: &dyn Entropy) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut sealed = secret.to_vec();
        let done = self.0.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(owner.as_bytes()),
            &mut sealed,
        );
        done.ok()?;
        Some([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for a receiver; none when it was not, or not with this key.
    #[must_use]
    pub fn open(&self, receiver: Uuid, sealed: &[u8]) -> Option<Secret> {
        Secret::from_bytes(&self.open_bytes(receiver, sealed)?)
    }

    /// Opens a text that was sealed for a connection.
    #[must_use]
    pub fn open_text(&self, connection: Uuid, sealed: &[u8]) -> Option<Zeroizing<String>> {
        let opened = self.open_bytes(connection, sealed)?;
        std::str::from_utf8(&opened)
            .ok()
            .map(|text| Zeroizing::new(text.to_owned()))
    }

    fn open_bytes(&self, owner: Uuid, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let opened = self
            .0
            .open_in_place(nonce, Aad::from(owner.as_bytes()), &mut sealed)
            .ok()?;
        Some(Zeroizing::new(opened.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use madoguchi_model::clock::testing::SeededEntropy;

    use super::*;

    #[test]
    fn a_secret_opens_for_its_receiver_and_with_its_key_only() {
        let entropy = SeededEntropy::new(1);
        let key = SecretKey::parse(&SecretKey::fresh(&entropy)).unwrap();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let secret = Secret::fresh(&entropy);
        let sealed = key.seal(one, &secret, &entropy).unwrap();
        assert!(key.open(one, &sealed) == Some(secret.clone()));
        assert!(key.open(other, &sealed).is_none());
        let mut altered = sealed.clone();
        altered[20] ^= 1;
        assert!(key.open(one, &altered).is_none());
        let stranger = SecretKey::parse(&SecretKey::fresh(&entropy)).unwrap();
        assert!(stranger.open(one, &sealed).is_none());
        let text = key.seal_text(one, "秘密", &entropy).unwrap();
        assert_eq!(**key.open_text(one, &text).unwrap(), *"秘密");
        assert!(key.open_text(other, &text).is_none());
        assert!(SecretKey::parse("00").is_err());
        assert!(SecretKey::parse(&"zz".repeat(32)).is_err());
    }
}
