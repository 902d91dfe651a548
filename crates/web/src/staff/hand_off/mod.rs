//! The hand-off to the sections: the check before it, and what each section has done since.

mod check;
mod page;
mod work;

pub(crate) mod send;
pub(crate) mod show;

pub(crate) use check::look;
pub(crate) use work::{ProcedureLine, SectionWork, section_items};
