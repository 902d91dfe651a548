//! A virtual My Number Card with a synthetic person, for tests and the demo.
//!
//! [`Desk`] holds the cards of its people; [`Inserted`] is a [`madoguchi_card::Transport`] to one of them. The program
//! `madoguchi-virtual-card` serves them to a private `pcscd`. How it is started, and what it proves and does not:
//! docs/virtual-card.md.

mod apdu;
mod card;
mod cv;
mod date;
mod files;
mod key;
mod person;
mod photo;
mod picture;
mod secret;
mod tlv;

pub use card::Card;
pub use date::{BirthDate, Date, NoSuchDate};
pub use person::{Certificates, People, Person, Pins, Sex, Token, Tries};
pub use picture::{FONTS, Pictures};
pub use secret::Secret;
