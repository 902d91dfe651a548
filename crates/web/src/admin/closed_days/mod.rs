//! 閉庁日, by which deadlines are counted.

pub(crate) mod add;
pub(crate) mod list;
pub(crate) mod remove;
