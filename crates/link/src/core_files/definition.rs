//! How a file for a core system is laid out.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_import::{Encoding, LineEnd};
use madoguchi_model::case::LifeEvent;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Key;

/// A file for one core system.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its stable name; numbers are counted for each.
    pub id: String,
    /// The name people read, for example 「住民異動届」.
    pub title: String,
    /// Where items and order come from.
    pub source: String,
    /// The section (課) whose core system takes the file; a refusal is shown on its work. Its code.
    pub section: String,
    /// What a row is about.
    pub rows: PerRow,
    /// Only cases with one of these life events; empty: all.
    #[serde(default)]
    pub events: Vec<LifeEvent>,
    /// Only cases in which one of these procedures was handed to the section, and of these only the persons they
    /// concern; empty: all.
    #[serde(default)]
    pub procedures: BTreeSet<String>,
    /// Only applications made with one of these forms, for rows about applications.
    #[serde(default)]
    pub forms: BTreeSet<String>,
    /// The file's name, with `{municipality}`, `{number}` and `{date}`. Never a person's name.
    pub file_name: String,
    /// Encoding, quoting and line ends.
    #[serde(default)]
    pub file: FileForm,
    /// Code lists: code in the file → our word.
    #[serde(default)]
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
    /// The columns in the file's order.
    pub columns: Vec<Column>,
    /// How the core system answers.
    #[serde(default)]
    pub acknowledgement: AcknowledgementForm,
}

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerRow {
    /// A row for each person who takes part, or whom the procedures concern.
    Person,
    /// A row for each application.
    Application,
    /// A row for each card that was read of somebody.
    Card,
}

/// Encoding, quoting and line ends of a file that we write.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileForm {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// How lines end; `any` is CR LF.
    pub line_end: LineEnd,
    /// What parts cells: one ASCII character.
    pub delimiter: char,
    /// Which cells stand in quotation marks.
    pub quote: Quote,
    /// Whether the first line names the items.
    pub header: bool,
    /// What becomes of a character that the encoding does not have.
    pub missing: Missing,
}

impl Default for FileForm {
    fn default() -> Self {
        Self {
            encoding: Encoding::Utf8,
            bom: false,
            line_end: LineEnd::Crlf,
            delimiter: ',',
            quote: Quote::Always,
            header: true,
            missing: Missing::Refuse,
        }
    }
}

/// Which cells stand in quotation marks (`"`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// All.
    Always,
    /// Those that need them (RFC 4180).
    Needed,
    /// None: a cell that would need them is a problem of its row.
    Never,
}

/// What becomes of a character that the encoding does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The row is not written and goes by hand.
    Refuse,
    /// 〓 stands for it, and the row says so.
    Geta,
}

/// One column.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The item's name, as the header has it.
    pub item: String,
    /// Where the value comes from; none for a column that is always the constant.
    #[serde(default)]
    pub value: Option<Key>,
    /// What stands there where there is no value.
    #[serde(default)]
    pub constant: String,
    /// Whether a row without a value goes by hand.
    #[serde(default)]
    pub required: bool,
    /// The code list by which a word becomes a code.
    #[serde(default)]
    pub list: Option<String>,
    /// How a date is written.
    #[serde(default)]
    pub date: DateForm,
    /// How a text is written.
    #[serde(default)]
    pub form: CellForm,
    /// The most characters; a longer text goes by hand. Nothing is cut.
    #[serde(default)]
    pub most: Option<usize>,
}

/// How a date is written. A date that is unknown (不詳) is written by none of them: the cell is empty, and the
/// register's own words have a column of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateForm {
    /// `2026-11-28`
    #[default]
    Iso,
    /// `20261128`
    Compact,
    /// `2026/11/28`
    Slashed,
    /// `5081128`: one digit for the era (明治1 大正2 昭和3 平成4 令和5), then year, month, day.
    Era,
    /// `R08.11.28`
    EraLetter,
}

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellForm {
    /// As it is.
    #[default]
    Plain,
    /// Half-width katakana for full-width.
    HalfKana,
    /// Digits only: hyphens and brackets are left out.
    Digits,
}

/// The file that the core system answers with.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AcknowledgementForm {
    /// Its encoding, line ends and so on, as for a file that is read.
    pub file: madoguchi_import::FileForm,
    /// The item with our hand-off id.
    pub id: String,
    /// The item with the result.
    pub result: String,
    /// The item with the reason; needed for a refusal.
    pub reason: String,
    /// The item with the time at which the core system did it: `2026-11-28T10:15:00+09:00`, or the same without the
    /// offset, in Japan.
    pub at: String,
    /// Codes of the result that mean 仮登録.
    pub provisional: BTreeSet<String>,
    /// Codes that mean that it was accepted (登録).
    pub accepted: BTreeSet<String>,
    /// Codes that mean that it was refused.
    pub refused: BTreeSet<String>,
}

impl Default for AcknowledgementForm {
    fn default() -> Self {
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        Self {
            file: madoguchi_import::FileForm::default(),
            id: "引継ぎID".into(),
            result: "処理結果".into(),
            reason: "理由".into(),
            at: "処理日時".into(),
            provisional: codes(&["1"]),
            accepted: codes(&["2"]),
            refused: codes(&["9"]),
        }
    }
}

/// Why a definition cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DefinitionError {
    /// The text is not the TOML of a definition.
    #[error("出力定義が読めません：{0}")]
    Unreadable(String),
    /// The definition contradicts itself.
    #[error("出力定義「{definition}」の{place}：{problem}")]
    Wrong {
        /// The definition.
        definition: String,
        /// Where, for example an item.
        place: String,
        /// What, in Japanese.
        problem: String,
    },
}

impl DefinitionError {
    /// The same mistake for the reader of another kind of definition.
    pub(crate) fn wrong(definition: &str, place: &str, problem: &str) -> Self {
        Self::Wrong {
            definition: definition.into(),
            place: place.into(),
            problem: problem.into(),
        }
    }
}

impl Definition {
    /// Reads a definition and checks it.
    pub fn parse(toml: &str) -> Result<Self, DefinitionError> {
        let definition: Self =
            toml::from_str(toml).map_err(|error| DefinitionError::Unreadable(error.to_string()))?;
        definition.check()?;
        Ok(definition)
    }

    /// The code for our word; none where the list does not have it.
    pub(super) fn code(&self, list: &str, word: &str) -> Option<&str> {
        let list = self.lists.get(list)?;
        let found = list.iter().find(|(_, known)| *known == word);
        found.map(|(code, _)| &**code)
    }
}
