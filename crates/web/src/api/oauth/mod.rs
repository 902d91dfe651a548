//! OAuth 2 for programs: client credentials (RFC 6749 section 4.4), proven by a secret or by a signed assertion
//! (RFC 7523).

mod assertion;
mod credentials;
mod error;
pub(super) mod key;
pub(crate) mod metadata;
pub(crate) mod token;

/// Where tokens are got.
pub(crate) const TOKEN_PATH: &str = "/api/oauth/token";
