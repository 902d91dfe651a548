//! Files for core systems, for programs of the section whose core system it is: made, fetched, answered.

pub(crate) mod acknowledge;
pub(crate) mod content;
pub(crate) mod list;
pub(crate) mod make;
pub(crate) mod of_case;
pub(crate) mod rows;
pub(crate) mod show;
