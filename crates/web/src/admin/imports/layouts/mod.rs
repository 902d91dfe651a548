//! Layouts: the standard ones, and the municipality's own.

mod codes;
mod columns;
mod draft;
mod sample;
mod suggest;

pub(crate) mod create;
pub(crate) mod decide;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod save;
pub(crate) mod show;
pub(crate) mod standard;
