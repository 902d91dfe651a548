//! What the API sends and takes.

pub(crate) mod application;
pub(crate) mod case;
pub(crate) mod catalogue;
pub(crate) mod core_file;
pub(crate) mod event;
pub(crate) mod guidance;
pub(crate) mod notice;
pub(crate) mod person;
pub(crate) mod queue_item;
pub(crate) mod reception;
pub(crate) mod robot_task;
