//! What the server knows of cards: the bridges' address, the key that lets a page use one, what certificates are
//! checked against, and the key that 個人番号 are sealed to.

mod check;
mod read;
mod revocation;

use std::sync::Arc;

use madoguchi_card::bridge::{OpeningKey, SigningKey};

pub use check::{Anchoring, CertificateDesk};
pub use revocation::Revocation;

pub(crate) use check::SignedDocument;
pub(crate) use read::Received;

/// Where a terminal's bridge answers its pages, unless it is set otherwise.
pub const USUAL_BRIDGE: &str = "http://127.0.0.1:52780";

/// What reading cards needs. Without it the counter works without cards.
pub struct CardDesk {
    /// The bridge on every terminal: `http://127.0.0.1:PORT`.
    pub bridge: String,
    /// Signs pairings.
    pub signing: SigningKey,
    /// Checks certificates.
    pub certificates: CertificateDesk,
    /// Opens sealed 個人番号; none where none may be read.
    pub numbers: Option<OpeningKey>,
}

/// As the state of the server holds it.
pub(crate) type SharedCardDesk = Option<Arc<CardDesk>>;
