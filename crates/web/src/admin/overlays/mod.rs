//! 手続の設定: what the municipality adds to the catalogue and changes in it, from draft to approval.

pub(crate) mod choose;
pub(crate) mod create;
pub(crate) mod decide;
pub(crate) mod download;
mod draft;
mod finding;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod procedure;
pub(crate) mod show;
pub(crate) mod try_out;

#[cfg(test)]
mod tests;

use draft::Draft;
