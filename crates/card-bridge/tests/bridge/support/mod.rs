//! What the tests share: a card and readers that are doubles, a clock that stands still, a client that sends what it is
//! told.

mod bridge;
mod card;
mod client;
mod clock;
mod readers;

pub(crate) use bridge::{Bridge, ORIGIN, pairing};
pub(crate) use card::{AUTHORITY, Card, FIELDS_B, NUMBER, NUMBER_B, PIN, SIGNATURE_PIN};
pub(crate) use client::Call;
pub(crate) use clock::START;
pub(crate) use readers::{Desk, Trouble};
