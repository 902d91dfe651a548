//! A certificate authority after the model of 公的個人認証's, for tests and the virtual card: keys that follow from a
//! seed, certificates with any fault wanted, revocation lists and OCSP answers. Nothing it issues is a real card's.

mod answer;
mod authority;
mod extension;
mod key;
mod list;
mod order;
mod signature;

pub use answer::{Answer, AnswerStatus, Responder};
pub use authority::Authority;
pub use key::Key;
pub use list::{Entry, List};
pub use order::{Order, Person};
pub use signature::Signature;

pub use extension::{distribution_point, key_usage_bits};
