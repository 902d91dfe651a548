//! The core systems' files: uploaded, tried and imported on screen; runs and what came of them; layouts.

mod view;
mod words;

pub(crate) mod abandon;
pub(crate) mod again;
pub(crate) mod layouts;
pub(crate) mod list;
pub(crate) mod rejects;
pub(crate) mod show;
pub(crate) mod sources;
pub(crate) mod upload;

#[cfg(test)]
mod tests;
