//! Residents of the register.

pub(crate) mod search;
pub(crate) mod show;
