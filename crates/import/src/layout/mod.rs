//! Layouts: definitions of files, as data.

mod check;
mod column;
mod embedded;
mod field;
mod file;

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

pub use column::{Column, Kind, Role};
pub use field::{ResidentField, Target};
pub use file::{Encoding, FileForm, LineEnd, Mark};

/// How a file of one standard group is laid out.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its name on the command line and in the record of runs.
    pub id: String,
    /// The name people read, for example 「住民基本台帳」.
    pub title: String,
    /// Where the items' names come from.
    pub source: String,
    /// What the rows are about.
    pub target: Target,
    /// Encoding, quoting and line ends.
    #[serde(default)]
    pub file: FileForm,
    /// 外字: characters of a private-use area and what they stand for. A key is `U+E000`, or four hexadecimal digits of
    /// a `Shift_JIS` code (`F040`); a value is a text. What is not listed stays as it is.
    #[serde(default)]
    pub characters: BTreeMap<String, String>,
    /// Code lists: code in the file → our word.
    #[serde(default)]
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
    /// The columns in the file's order. A file with a header may have them in another order.
    pub columns: Vec<Column>,
    /// What a row says about a person, for layouts other than the residents'.
    #[serde(default)]
    pub effect: Option<Effect>,
}

/// What a row of another core system says about a person.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// Which of the person's circumstances (`health_insurance`, `pension`, `care`, `disability`, `child_benefit`,
    /// `seal_registered`, `school`, `owns_dog`, `protective_measure`); none where the data is only kept.
    #[serde(default)]
    pub field: Option<String>,
    /// What it is while the row is in force; instead of `value_of`.
    #[serde(default)]
    pub value: Option<String>,
    /// The item that says what it is: a code, or a text for `school`.
    #[serde(default)]
    pub value_of: Option<String>,
    /// The date item from which it is in force; without one, or empty: always.
    #[serde(default)]
    pub from: Option<String>,
    /// The date item from which it is not in force any more; without one, or empty: open.
    #[serde(default)]
    pub until: Option<String>,
}

/// Why a definition cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum LayoutError {
    /// The text is not the TOML of a layout.
    #[error("取込定義が読めません：{0}")]
    Unreadable(String),
    /// The layout contradicts itself.
    #[error("取込定義「{layout}」の{place}：{problem}")]
    Wrong {
        /// The layout.
        layout: String,
        /// Where, for example an item.
        place: String,
        /// What, in Japanese.
        problem: String,
    },
}

impl Layout {
    /// Reads a definition and checks it.
    pub fn parse(toml: &str) -> Result<Self, LayoutError> {
        let layout: Self =
            toml::from_str(toml).map_err(|error| LayoutError::Unreadable(error.to_string()))?;
        layout.check()?;
        Ok(layout)
    }

    /// The column of an item.
    #[must_use]
    pub fn column(&self, item: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.item == item)
    }

    /// The column with a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(role))
    }

    /// Our word for a code of a column; none where the list does not have it.
    #[must_use]
    pub fn word(&self, column: &Column, code: &str) -> Option<&str> {
        let list = self.lists.get(column.list.as_ref()?)?;
        list.get(code).map(String::as_str)
    }

    /// The code for our word, for writing.
    #[must_use]
    pub fn code(&self, column: &Column, word: &str) -> Option<&str> {
        let list = self.lists.get(column.list.as_ref()?)?;
        list.iter()
            .find(|(_, known)| *known == word)
            .map(|(code, _)| &**code)
    }
}
