//! 事前の申請: what residents have told through portals before they come, until it becomes a case.

mod people;
mod words;

pub(crate) mod attachment;
pub(crate) mod change;
pub(crate) mod fetch;
pub(crate) mod list;
pub(crate) mod receive;
pub(crate) mod show;

pub(crate) use people::Known;
pub(crate) use words::typed_birth;
