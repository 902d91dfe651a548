//! 事前の申請: what portals told before anybody comes, to put in, to find, and to begin a case from.

pub(crate) mod attachment;
pub(crate) mod begin;
pub(crate) mod list;
pub(crate) mod receive;
pub(crate) mod show;
