//! A municipality's own paper: a PDF that it uploaded is the ground, and values are written on it in the places an
//! administrator drew.
//!
//! [`read::read`] tells what a file is: its pages as pictures, the boxes and fields found on them, or why it cannot
//! be used. [`OwnForm`] is the definition an administrator makes of it; [`lay`] lays values on it, as pages that
//! print and preview like every other form's. What is printed is plain tagged PDF, for a foreign page cannot be made
//! PDF/A.

mod definition;
mod ground;
mod lay;
pub mod read;
mod sample;
mod suggest;

pub use definition::{
    DatePart, KindName, Mark, OwnForm, OwnFormError, Placement, PlacementKind, Repeat, SMALLEST,
};
pub use ground::{Ground, GroundError};
pub use lay::lay;
pub use sample::Sample;
pub use suggest::{KeyGroup, Suggestion, key_groups, key_label, mark_values, suggest};
