//! The municipality's own papers: upload, places, trial, publication.

pub(crate) mod create;
pub(crate) mod decide;
mod draft;
pub(crate) mod list;
pub(crate) mod picture;
pub(crate) mod places;
pub(crate) mod settings;
pub(crate) mod show;
pub(crate) mod try_out;

#[cfg(test)]
pub(crate) mod tests;

use draft::Edition;
