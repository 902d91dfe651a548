//! The crate, from outside.

#![expect(clippy::unwrap_used, reason = "tests")]

mod cms;
mod faults;
mod fixtures;
mod next_card;
mod pdf;
mod revocation;
mod support;
