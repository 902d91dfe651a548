//! Reception on one page: what for, who, when, where to, and who stands at the counter.

mod check;
mod day;
mod page;
mod town;
mod typed;
mod visitor;

pub(crate) mod create;
pub(crate) mod edit;
pub(crate) mod new;

pub(crate) use check::{Known, Reception, check};
pub(crate) use typed::Typed;
