//! Background work: what waits, and what could not be done.

pub(crate) mod list;
pub(crate) mod replay;
