//! ファイルの対応表: which column of an electronic-application service's file is what, drawn up on a screen from a sample.

mod draft;
mod fields;

pub(crate) mod create;
pub(crate) mod decide;
pub(crate) mod file;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod save;
pub(crate) mod show;
#[cfg(test)]
mod tests;

/// The path of the list.
pub(super) const PATH: &str = "/admin/notice-mappings";
