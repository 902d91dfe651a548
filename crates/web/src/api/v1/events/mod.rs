//! What happened, for programs that ask instead of being told, or were away while they were told.

mod place;

pub(crate) mod list;
