//! One column of a layout.

use serde::{Deserialize, Serialize};

use super::ResidentField;

/// A column and what its cells are.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The item's name, as the header has it.
    pub item: String,
    /// What a cell is.
    #[serde(default)]
    pub kind: Kind,
    /// Whether the column must be there and its cells filled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The code list of a column of codes.
    #[serde(default)]
    pub list: Option<String>,
    /// The most characters of a text.
    #[serde(default)]
    pub most: Option<usize>,
    /// The item that says whether a date is unknown (不詳フラグ).
    #[serde(default)]
    pub unknown_flag: Option<String>,
    /// The item with the words for an unknown date (不詳表記).
    #[serde(default)]
    pub unknown_text: Option<String>,
    /// The part of a resident it fills.
    #[serde(default)]
    pub field: Option<ResidentField>,
    /// The part of the row's key it is.
    #[serde(default)]
    pub role: Option<Role>,
    /// In a municipality's own layout: the item of the standard layout that it stands for. Reading does not need it.
    #[serde(default)]
    pub standard: Option<String>,
}

/// What a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any text without control characters.
    #[default]
    Text,
    /// 宛名番号 or 世帯番号: 15 digits with a check digit.
    PersonNumber,
    /// A whole number from 0.
    Number,
    /// Digits of any length: a code or a number that may begin with 0.
    Digits,
    /// A date: `2026-11-28`, `20261128`, or with an era. Unknown ones have a flag and words beside them.
    Date,
    /// A code of the column's list.
    Code,
    /// `1` or `true`; `0`, `false` or nothing.
    Flag,
    /// A column that the file has and nobody reads; in files without a header, where columns are found by their place.
    Ignored,
}

/// The part of a row's key that a column is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 宛名番号.
    AddresseeNumber,
    /// 履歴番号: 1 and up, the highest is the newest.
    HistoryNumber,
    /// Which of several things of one person: a certificate's kind, a dog, a vehicle.
    Part,
}
