//! Work in the sections' queues, for programs of a section: what the buttons of the page do.

pub(crate) mod act;
pub(crate) mod list;
pub(crate) mod show;
