//! 公的個人認証 (JPKI): certificates, their verification, and signatures made with them. No network, no clock of its own.
//!
//! - [`Certificate`] reads; [`verify`] proves it against [`Anchors`] and a [`Profile`], or says a [`Refusal`].
//! - [`revocation`]: good, revoked or unknown, with source and time.
//! - [`cms`]: detached signatures, made with a card and verified.
//! - [`pdf`]: the signatures of a PDF that came in.
//!
//! What is checked, and after which sources: docs/certificates.md.

mod algorithm;
mod anchors;
mod asn1;
mod certificate;
pub mod cms;
mod oid;
pub mod pdf;
mod profile;
mod refusal;
pub mod revocation;
mod serial;
#[cfg(feature = "testing")]
pub mod testing;
mod verify;
mod writer;

pub use algorithm::{KeyKind, PublicKey, SignatureAlgorithm};
pub use anchors::{AnchorError, Anchors};
pub use asn1::Malformed;
pub use certificate::{
    AttributeError, Certificate, Era, Extensions, KeyUsage, Sex, SignerAttributes, SignerBirthDate,
    from_pem_or_der,
};
pub use der::asn1::ObjectIdentifier;
pub use profile::{Environment, Profile, Purpose};
pub use refusal::Refusal;
pub use serial::{Notation, Serial};
pub use verify::{Verified, verify};
