//! A section's queue: the list, one piece of work, and what may be done with it.

mod actions;
mod page;

pub(crate) mod list;
pub(crate) mod move_on;
pub(crate) mod send_back;
pub(crate) mod show;
