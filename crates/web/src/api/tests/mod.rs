//! The API as a program meets it, on the real database.

mod access;
mod caller;
mod queue;
mod reading;
mod tokens;

use caller::{Program, client};
