//! Secrets of Standard Webhooks: `whsec_` and base64.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use madoguchi_model::clock::Entropy;
use thiserror::Error;
use zeroize::Zeroizing;

/// What stands before the base64.
const PREFIX: &str = "whsec_";

/// A secret that sender and receiver share: 24 to 64 bytes. Wiped when it is dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// Why a text is no secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("署名の鍵は、whsec_ で始まる base64（24〜64バイト）にしてください。")]
pub struct SecretError;

impl Secret {
    /// A fresh one of 32 bytes.
    #[must_use]
    pub fn fresh(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new(vec![0; 32]);
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads one.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let body = text.trim().strip_prefix(PREFIX).ok_or(SecretError)?;
        let bytes = Zeroizing::new(STANDARD.decode(body).map_err(|_| SecretError)?);
        Self::from_bytes(&bytes).ok_or(SecretError)
    }

    /// From bytes as they were sealed; none where there are too few or too many.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (24..=64)
            .contains(&bytes.len())
            .then(|| Self(Zeroizing::new(bytes.to_vec())))
    }

    /// As it is handed to the receiver, once.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(&*self.0)))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
