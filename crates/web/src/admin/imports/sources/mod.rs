//! 取込元: places that are looked into by a schedule.

mod fields;

pub(crate) mod change;
pub(crate) mod edit;
pub(crate) mod list;
