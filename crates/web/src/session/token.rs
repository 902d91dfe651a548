//! Session tokens: 256 random bits in a cookie; the database keeps only their SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const TOKEN_BYTES: usize = 32;

/// The session cookie's name. Over https the prefix makes browsers refuse it from any other host or path.
pub(crate) fn cookie_name(https: bool) -> &'static str {
    if https {
        "__Host-madoguchi_session"
    } else {
        "madoguchi_session"
    }
}

/// The SHA-256 of a token as the cookie has it; none if the text is no token.
pub(crate) fn hash_of(text: &str) -> Option<[u8; 32]> {
    let token = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .filter(|token| token.len() == TOKEN_BYTES)?;
    Some(Sha256::digest(token).into())
}

/// Bytes as text for a cookie or a form.
pub(crate) fn text_of(bytes: &[u8; TOKEN_BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A client's secret from 256 random bits: the text to give out, and the SHA-256 to keep.
pub fn new_secret(bytes: [u8; TOKEN_BYTES]) -> (String, [u8; 32]) {
    (text_of(&bytes), Sha256::digest(bytes).into())
}

/// Compares two secrets without telling by its time where they differ.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_token_has_a_hash() {
        assert!(hash_of(&text_of(&[7; 32])).is_some());
        assert!(hash_of("").is_none());
        assert!(hash_of(&text_of(&[7; 32])[1..]).is_none());
    }

    #[test]
    fn secrets_are_the_same_only_when_equal() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", ""));
    }
}
