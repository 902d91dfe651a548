//! Characters in use that no font has.

pub(crate) mod holders;
pub(crate) mod list;
mod points;
pub(crate) mod recount;
