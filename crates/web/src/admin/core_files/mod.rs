//! 業務システムへのファイル for the administrator: how files are laid out, where they go and when.

mod fields;

pub(crate) mod list;
pub(crate) mod save;
pub(crate) mod settings;
pub(crate) mod standard;
pub(crate) mod upload;
#[cfg(test)]
mod tests;
