//! 項目の閲覧権限: which section sees which fields.

pub(crate) mod change;
pub(crate) mod list;
