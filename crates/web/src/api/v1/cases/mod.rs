//! Cases to read.

pub(crate) mod judgements;
pub(crate) mod list;
pub(crate) mod show;
