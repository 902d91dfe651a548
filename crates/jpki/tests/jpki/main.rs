//! The crate, from outside.

#![expect(clippy::unwrap_used, reason = "tests")]

mod cms;
mod faults;
mod fixtures;
mod pdf;
mod revocation;
mod support;
