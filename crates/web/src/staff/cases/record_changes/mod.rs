//! What changed in the register beneath a case, and the officer's decision about it.

mod decide;
mod page;
mod show;

pub(crate) use decide::decide;
pub(crate) use show::show;
