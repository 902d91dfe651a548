//! The life of a font that a municipality supplies: uploaded by one person, published by another.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// How far a font has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppliedFontState {
    /// 公開待ち: another person has to look.
    Uploaded,
    /// 使用中: papers are drawn with it.
    Published,
    /// 差替え済み: another was published after it. Papers that were drawn with it still are.
    Replaced,
    /// 取消し: given up before or after it was published.
    Withdrawn,
}

labelled!(SuppliedFontState {
    Uploaded => "uploaded", "公開待ち";
    Published => "published", "使用中";
    Replaced => "replaced", "差替え済み";
    Withdrawn => "withdrawn", "取消し";
});
