//! The API as a program meets it, on the real database.

mod access;
mod caller;
mod core_files;
mod events;
mod notices;
mod queue;
mod reading;
pub(crate) mod robots;
mod tokens;
mod writing;

pub(crate) use caller::{Program, client};
