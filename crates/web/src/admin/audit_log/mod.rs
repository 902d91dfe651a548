//! The audit record, for administrators.

pub(crate) mod list;
mod words;
