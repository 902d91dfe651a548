//! One procedure of an overlay: a published one that is changed, or one of the municipality's own.

mod condition;
mod fields;
mod page;
mod read;
pub(crate) mod remove;
pub(crate) mod save;
pub(crate) mod show;

use madoguchi_guidance::overlay::WrittenProcedure;

use super::Draft;
use crate::error::PageError;

/// The procedure as the overlay has it; an empty one for a number that is free for the municipality.
fn wanted(draft: &Draft, id: &str) -> Result<WrittenProcedure, PageError> {
    if let Some(written) = draft.written(id) {
        return Ok(written);
    }
    if draft.is_draft() && id == draft.overlay.next_id() {
        return Ok(WrittenProcedure::new(id.to_owned()));
    }
    Err(PageError::NotFound)
}

/// Whether the municipality has made it.
fn is_own(id: &str) -> bool {
    id.starts_with("L-")
}
