//! The life of a municipality's own paper: drawn by one person, published by another, used from a day.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// How far an edition of an own paper has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnFormState {
    /// 下書き: places are being drawn.
    Draft,
    /// 公開済み: used from its day.
    Published,
    /// 使用終了: not used for new applications any more.
    Withdrawn,
}

labelled!(OwnFormState {
    Draft => "draft", "下書き";
    Published => "published", "公開済み";
    Withdrawn => "withdrawn", "使用終了";
});
