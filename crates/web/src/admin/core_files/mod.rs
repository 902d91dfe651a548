//! 業務システムへのファイル for the administrator: how files are laid out, where they go and when.

mod fields;

pub(crate) mod list;
pub(crate) mod save;
pub(crate) mod settings;
pub(crate) mod standard;
#[cfg(test)]
mod tests;
pub(crate) mod upload;
