//! 住民を探す: the search and a resident's page.

mod hits;
mod tax;

pub(crate) mod history;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod words;
