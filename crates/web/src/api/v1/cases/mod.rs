//! Cases to read, to open and to bring to their hand-off.

pub(crate) mod answers;
pub(crate) mod create;
pub(crate) mod hand_off;
pub(crate) mod judgements;
pub(crate) mod list;
pub(crate) mod prepare;
pub(crate) mod show;

pub(crate) use create::loaded;
