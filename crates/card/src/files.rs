//! The files of the card, read from their bytes. Tolerant of how a card may write them (lengths longer than they need
//! be, filler, offsets that lie), strict about what they say; no bytes make it panic.

mod attributes;
mod basic;
mod date;
mod face;
mod number;
mod objects;
mod proof;
mod record;
mod token;

pub use attributes::{Attributes, Sex};
pub use basic::{SurfaceInformation, TextInformation};
pub use date::CardDate;
pub use face::Face;
pub use number::individual_number;
pub use proof::{AuthorityKey, KeyCertificate, KeyId, ProofRecord, RsaKey, SignedKey};
pub use record::CardRecord;
pub use token::{CertificateAvailability, TokenKind};

pub(crate) use objects::{Object, complete};

/// Why bytes are not such a file. It names the place, and repeats nothing of what the file says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FileError {
    /// It does not begin with the object that it must hold, or the object is cut off.
    #[error("the file does not begin with {0:04X}")]
    NotThisFile(u32),
    /// An object's tag or length makes no sense, or it goes beyond its file.
    #[error("an object of the file is broken")]
    Broken,
    /// An object is not there.
    #[error("{0:04X} is missing")]
    Missing(u32),
    /// An object stands there twice.
    #[error("{0:04X} is there twice")]
    Twice(u32),
    /// An object is not what it must be: no UTF-8, no digits, the wrong length, an unknown code.
    #[error("{0:04X} is not what it must be")]
    Wrong(u32),
}
