//! Detached signatures: CMS `SignedData` (RFC 5652) with one signer, over a document that stands elsewhere.

mod digest;
mod make;
mod read;
mod refusal;
mod verify;

pub use digest::DocumentDigest;
pub use make::{DetachedError, MakeError, Prepared, detached};
pub use refusal::CmsRefusal;
pub use verify::{Document, Rules, VerifiedSignature, verify_detached};
