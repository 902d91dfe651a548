//! Sections: what people read about them.

pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod update;
