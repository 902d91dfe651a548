//! The crate, from outside.

mod fixtures;
mod support;
