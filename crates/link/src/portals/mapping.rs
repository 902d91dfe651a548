//! Which item is what.

use std::collections::BTreeMap;

use madoguchi_import::FileForm;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::prepared_case::NoticeSource;
use madoguchi_model::resident::Sex;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How one portal's form becomes a prepared case. Values of [`Fields`] and [`PersonFields`] are names of items: the
/// header's in CSV, the elements' parted by `/` in XML (without the outermost, and without namespaces).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its stable name.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where the items' names come from.
    pub source_note: String,
    /// Where the applications come from.
    pub source: NoticeSource,
    /// What the file is.
    pub shape: Shape,
    /// In a zip: how the names of the files with applications end, in small letters. Everything else is attached.
    #[serde(default)]
    pub data_suffix: String,
    /// Encoding, quoting and so on of CSV.
    #[serde(default)]
    pub file: FileForm,
    /// The element of one application in XML; without it the outermost is one.
    #[serde(default)]
    pub element: String,
    /// Life events of every application.
    #[serde(default)]
    pub events: Vec<LifeEvent>,
    /// Life events by the procedure's code or name.
    #[serde(default)]
    pub events_of: BTreeMap<String, Vec<LifeEvent>>,
    /// Values of the state's item that mean that the resident has taken it back.
    #[serde(default)]
    pub withdrawn: Vec<String>,
    /// Words for the sexes; 男, 女, 男性, 女性, 1 and 2 are known anyway.
    #[serde(default)]
    pub sexes: BTreeMap<String, Sex>,
    /// What stands in for an item that is not there or empty, by the field's name: `procedure_code`, `procedure_name`.
    #[serde(default)]
    pub fixed: BTreeMap<String, String>,
    /// Items of the application.
    pub fields: Fields,
    /// Items of its people; `{n}` counts them from 1.
    #[serde(default)]
    pub person: PersonFields,
    /// Answers to the interview's questions: the fact's text form and the item.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// What the file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// CSV: a row is an application.
    Csv,
    /// XML: an element is an application.
    Xml,
    /// A zip with CSV.
    ZipCsv,
    /// A zip with XML.
    ZipXml,
}

/// Items of an application; an empty one is not mapped.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    missing_docs,
    reason = "each is the item of the part of a prepared case with its name"
)]
pub struct Fields {
    pub receipt_number: String,
    pub procedure_code: String,
    pub procedure_name: String,
    pub state: String,
    pub name: String,
    pub kana: String,
    pub birth_date: String,
    pub sex: String,
    pub phone: String,
    pub moved_on: String,
    pub visit_on: String,
    pub visit_time: String,
    pub former_code: String,
    pub former_postcode: String,
    pub former_prefecture: String,
    pub former_city: String,
    pub former_town: String,
    pub former_block: String,
    pub former_building: String,
    pub new_code: String,
    pub new_postcode: String,
    pub new_prefecture: String,
    pub new_city: String,
    pub new_town: String,
    pub new_block: String,
    pub new_building: String,
}

/// Items of the people beside who applies.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    missing_docs,
    reason = "each is the item of the part of a person with its name"
)]
pub struct PersonFields {
    /// How many there can be.
    pub most: usize,
    pub name: String,
    pub kana: String,
    pub birth_date: String,
    pub sex: String,
    pub relationship: String,
    /// Filled when the person comes to the counter.
    pub visits: String,
}

/// Why a mapping cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum MappingError {
    /// The text is not the TOML of a mapping.
    #[error("対応表が読めません：{0}")]
    Unreadable(String),
    /// It contradicts itself.
    #[error("対応表「{mapping}」：{problem}")]
    Wrong {
        /// The mapping.
        mapping: String,
        /// What, in Japanese.
        problem: String,
    },
}

/// Fields that [`Mapping::fixed`] can stand in for.
const FIXED: [&str; 2] = ["procedure_code", "procedure_name"];

impl Mapping {
    /// Reads a mapping and checks it.
    pub fn parse(toml: &str) -> Result<Self, MappingError> {
        let mapping = Self::draft(toml)?;
        match mapping.wrong() {
            None => Ok(mapping),
            Some(problem) => Err(MappingError::Wrong {
                mapping: mapping.id,
                problem: problem.into(),
            }),
        }
    }

    /// Reads a mapping that may still be incomplete.
    pub fn draft(toml: &str) -> Result<Self, MappingError> {
        toml::from_str(toml).map_err(|error| MappingError::Unreadable(error.to_string()))
    }

    /// As it is written to a file, and read from one.
    ///
    /// # Panics
    /// Never: everything in it has a form in TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a mapping has a form in TOML")
    }

    /// What it lacks or how it contradicts itself, in Japanese; none where it can be used.
    #[must_use]
    pub fn wrong(&self) -> Option<&'static str> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Some("id は、半角の英小文字・数字・下線だけで書いてください。");
        }
        if self.fields.receipt_number.is_empty() || self.fields.name.is_empty() {
            return Some("fields には、受付番号（receipt_number）と申請者の氏名（name）が要ります。");
        }
        if matches!(self.shape, Shape::ZipCsv | Shape::ZipXml) && self.data_suffix.is_empty() {
            return Some("zip には、申請データのファイル名の終わり（data_suffix）が要ります。");
        }
        if self.person.most > 0 && !self.person.name.contains("{n}") || self.person.most > 50 {
            return Some("person の name には {n} が要ります。人数（most）は50までです。");
        }
        if matches!(self.shape, Shape::Csv | Shape::ZipCsv) && !self.file.header {
            return Some("CSVには、1行目の項目名が要ります。");
        }
        if self.fixed.keys().any(|field| !FIXED.contains(&&**field)) {
            return Some("fixed に書けるのは、procedure_code と procedure_name だけです。");
        }
        None
    }
}
