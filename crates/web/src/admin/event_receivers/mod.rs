//! 通知先: systems that are told of events, and their secrets.

mod fields;
mod secret_page;
mod words;

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod replay;
pub(crate) mod rotate;
pub(crate) mod show;
pub(crate) mod test;
#[cfg(test)]
mod tests;
pub(crate) mod update;

pub(super) use words::{receiver_name, receiver_status};

/// The path of the list.
pub(super) const PATH: &str = "/admin/event-receivers";
