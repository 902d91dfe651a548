//! The card in this process: its commands, its files, its counters.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod answers;
mod counters;
mod reading;
mod revocation;
mod support;
