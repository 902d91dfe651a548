//! What is shown to a card: wiped from memory, never printed.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A PIN, a 照合番号 or an 個人番号. It prints masked, is wiped when it is dropped, and is never written out.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Its bytes, as they go to the card.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is `count` ASCII digits.
    pub(crate) fn is_digits(&self, count: usize) -> bool {
        self.0.len() == count && self.0.iter().all(u8::is_ascii_digit)
    }

    /// Whether the card takes it as 署名用暗証番号: 6 to 16 capital letters and digits, at least one of each.
    pub(crate) fn is_signature_pin(&self) -> bool {
        (6..=16).contains(&self.0.len())
            && self
                .0
                .iter()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            && self.0.iter().any(u8::is_ascii_digit)
            && self.0.iter().any(u8::is_ascii_uppercase)
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text.into_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
