//! A virtual My Number Card with a synthetic person, for tests and the demo.
//!
//! [`Desk`] holds the cards of its people and its readers; what lies on one is a
//! [`madoguchi_card::Transport`] without PC/SC between. The program
//! `madoguchi-virtual-card` serves them to a private `pcscd`. How it is started, and what it proves and does not:
//! docs/virtual-card.md.

mod apdu;
mod authorities;
mod card;
mod cv;
mod date;
mod desk;
mod files;
mod key;
mod person;
mod photo;
mod picture;
mod secret;
mod tlv;

pub use cv::{CvAuthority, Hierarchy};
pub use date::{BirthDate, Date, NoSuchDate};
pub use desk::{
    CardOnReader, Desk, DeskError, Exchange, InReader, Lies, LogEntry, OcspBehaviour, READERS, Settings,
    Standing,
};
pub use person::{Certificates, People, Person, Pins, Sex, Token, Tries};
pub use picture::{FONTS, Pictures};
pub use secret::Secret;
