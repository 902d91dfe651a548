//! The API as a program meets it, on the real database.

mod access;
mod caller;
mod queue;
mod reading;
pub(crate) mod robots;
mod tokens;

pub(crate) use caller::Program;
use caller::client;
