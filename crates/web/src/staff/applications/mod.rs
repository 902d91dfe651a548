//! Applications: which forms are needed, filling them from record and answers, preview and print.

mod fill;
mod paper;
mod snapshot;
mod wanted;

pub(crate) mod all_pdf;
pub(crate) mod characters;
pub(crate) mod list;
pub(crate) mod page_svg;
pub(crate) mod paper_pdf;
pub(crate) mod prepare;
pub(crate) mod preview;

pub(crate) use fill::{refresh, voided_text};
pub(crate) use paper::{Paper, find, pdf_response, svg_response};
pub(crate) use wanted::{form_title, is_made, papers_of, wanted_forms};
