//! Applications: which forms are needed, filling them from record and answers, preview, versions and withdrawal.

mod fill;
mod history;
mod paper;
mod snapshot;
mod wanted;

pub(crate) mod characters;
pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod page_svg;
pub(crate) mod prepare;
pub(crate) mod preview;
pub(crate) mod version;
pub(crate) mod withdraw;

pub(crate) use fill::{prepare as make, refresh, voided_text};
pub(crate) use paper::{Content, PREVIEW, Paper, find, lay, pdf_response, svg_response};
pub(crate) use preview::alerts;
pub(crate) use wanted::{form_title, is_made, papers_of, title_of, wanted_forms};
