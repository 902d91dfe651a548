//! The crate, from outside.

mod faults;
mod fixtures;
mod support;
