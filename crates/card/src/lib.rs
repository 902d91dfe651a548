//! マイナンバーカード: reading it over a [`Transport`], and what the counter terminal's bridge, the page and the server
//! say to one another about it. No I/O of its own, no clock, no randomness. `docs/card.md` says what is read and what
//! that proves.

pub mod bridge;
pub mod card;
mod error;
mod exchange;
pub mod files;
mod genuineness;
pub mod secrets;
mod signing;
mod transport;

pub use card::{Card, CardKind, Tries};
pub use error::CardError;
pub use genuineness::{
    ChipProof, Evidence, Genuineness, chip_proof, face_chip_proof, face_genuineness, genuineness,
};
pub use signing::{SignatureAlgorithm, ToSign};
pub use transport::{Transport, TransportError};
