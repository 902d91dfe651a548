//! The life of an overlay on the catalogue: written by one person, approved by another, in force from a day.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// How far an overlay has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlayState {
    /// 下書き: being written.
    Draft,
    /// 承認待ち: another person has to look.
    Submitted,
    /// 承認済み: in force from its day.
    Approved,
    /// 取消し: a draft that was given up, or an approval taken back before its day.
    Withdrawn,
}

labelled!(OverlayState {
    Draft => "draft", "下書き";
    Submitted => "submitted", "承認待ち";
    Approved => "approved", "承認済み";
    Withdrawn => "withdrawn", "取消し";
});
