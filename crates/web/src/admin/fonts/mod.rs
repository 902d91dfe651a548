//! Fonts that the municipality supplies for its private-use characters (外字).

pub(crate) mod decide;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod upload;

#[cfg(test)]
pub(crate) mod tests;
