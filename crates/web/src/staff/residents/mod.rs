//! 住民を探す: the search and a resident's page.

mod hits;
mod words;

pub(crate) mod search;
pub(crate) mod show;
