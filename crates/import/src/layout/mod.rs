//! Layouts: definitions of files, as data.

mod check;
mod column;
mod dates;
mod derive;
mod embedded;
mod field;
mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use column::{Column, Kind, Role};
pub use dates::Dates;
pub use derive::{Chosen, derive};
pub use field::{ResidentField, Target};
pub use file::{Encoding, FileForm, LineEnd, Mark};

/// How a file of one standard group is laid out.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
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
    /// Forms of dates beside those that are always read.
    #[serde(default, skip_serializing_if = "Dates::is_usual")]
    pub dates: Dates,
    /// 外字: characters of a private-use area and what they stand for. A key is `U+E000`, or four hexadecimal digits of
    /// a `Shift_JIS` code (`F040`); a value is a text. What is not listed stays as it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub characters: BTreeMap<String, String>,
    /// Code lists: code in the file → our word.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
    /// The columns in the file's order. A file with a header may have them in another order.
    pub columns: Vec<Column>,
    /// What a row says about a person, for layouts other than the residents'.
    #[serde(default)]
    pub effect: Option<Effect>,
}

/// What a row of another core system says about a person.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
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
    ///
    /// # Errors
    /// If it is no definition, or contradicts itself.
    pub fn parse(toml: &str) -> Result<Self, LayoutError> {
        let layout = Self::draft(toml)?;
        layout.check()?;
        Ok(layout)
    }

    /// Reads a definition that may still contradict itself.
    ///
    /// # Errors
    /// If it is no definition.
    pub fn draft(toml: &str) -> Result<Self, LayoutError> {
        toml::from_str(toml).map_err(|error| LayoutError::Unreadable(error.to_string()))
    }

    /// The line of a definition in which something is wrong, from 1, and what, in Japanese; none where nothing is.
    #[must_use]
    pub fn mistake(toml: &str) -> Option<(usize, String)> {
        let line = |at: usize| {
            toml.get(..at)
                .map_or(1, |before| before.matches('\n').count() + 1)
        };
        match toml::from_str::<Self>(toml) {
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let told = format!("定義（TOML）として読めません（{}）", error.message());
                Some((line(at), told))
            }
            Ok(layout) => match layout.check() {
                Ok(()) => None,
                Err(LayoutError::Wrong { place, problem, .. }) => {
                    // The last place that names it: an item is named by others before it stands itself.
                    let at = toml
                        .rfind(&format!("item = \"{place}\""))
                        .or_else(|| toml.find(&format!("[{place}]")))
                        .or_else(|| toml.find(&place));
                    Some((line(at.unwrap_or(0)), format!("{place}：{problem}")))
                }
                Err(error) => Some((1, error.to_string())),
            },
        }
    }

    /// The definition as TOML, which [`Layout::parse`] reads as the same.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
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
