//! Where forms are printed: words beside the officer's button.

pub(crate) mod list;
pub(crate) mod save;
