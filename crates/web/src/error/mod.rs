//! What goes wrong, as a page that says what to do next. No error page names a person.

mod layer;
mod page;
mod page_error;

pub(crate) use layer::{error_pages, error_problems};
pub use page_error::PageError;
