//! Facts: what is known about the visit or a person, with its source, or unknown for a reason.

mod key;
mod value;

pub use key::{FactKey, FactKeyError, MemberKey, Subject};
pub use value::{Answer, Fact, FactValue, Source, UnknownReason};
