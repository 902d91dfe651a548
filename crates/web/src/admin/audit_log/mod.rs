//! The audit record, for administrators.

pub(crate) mod list;
mod words;

pub(crate) use words::action as action_words;
