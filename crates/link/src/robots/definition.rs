//! What a robot types, and how it is treated when it fails.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_model::case::LifeEvent;
use serde::Deserialize;

use crate::core_files::{
    self, AcknowledgementForm, CellForm, Column, DateForm, DefinitionError, FileForm, Key, Known, PerRow,
};

/// What the column with the task's id is called in lists.
pub(super) const ID: &str = "引継ぎID";
/// What follows the fields in lists: the robot fills it in.
pub(super) const RESULT: &str = "処理結果";
pub(super) const NUMBER: &str = "業務システムの番号";
pub(super) const REASON: &str = "理由";
/// What stands before the fields in lists.
pub(super) const LIST: &str = "リスト番号";
pub(super) const CORRECTS: &str = "訂正前の番号";

/// One kind of task: what is typed into one screen of one core system.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its stable name.
    pub id: String,
    /// The name people read, for example 「国民健康保険の異動入力」.
    pub title: String,
    /// Where the fields come from.
    pub source: String,
    /// The core system, as people call it.
    pub system: String,
    /// The code of the section (課) whose core system it is.
    pub section: String,
    /// What a task is about.
    pub rows: PerRow,
    /// Only cases with one of these life events; empty: all.
    #[serde(default)]
    pub events: Vec<LifeEvent>,
    /// Only what of these procedures was handed to the section; empty: all.
    #[serde(default)]
    pub procedures: BTreeSet<String>,
    /// Only applications made with one of these forms, for tasks about applications.
    #[serde(default)]
    pub forms: BTreeSet<String>,
    /// How often a task is tried before a person looks at it.
    #[serde(default = "three")]
    pub attempts: i32,
    /// How long a robot may be silent, seconds.
    #[serde(default = "two_minutes")]
    pub lease_seconds: i32,
    /// How long a task waits after its first failure, seconds; twice as long after each further.
    #[serde(default = "one_minute")]
    pub back_off_seconds: i32,
    /// What becomes of a task whose robot fell silent.
    #[serde(default)]
    pub when_lost: WhenLost,
    /// How long the answers of a list are waited for, hours.
    #[serde(default = "a_day")]
    pub list_hours: i32,
    /// Code lists: code on the screen → our word.
    #[serde(default)]
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
    /// What is typed, in the screen's order.
    pub fields: Vec<Field>,
}

fn three() -> i32 {
    3
}

fn two_minutes() -> i32 {
    120
}

fn one_minute() -> i32 {
    60
}

fn a_day() -> i32 {
    24
}

/// What becomes of a task whose robot fell silent: it may have typed it, and may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenLost {
    /// A person looks first: for screens that take the same twice.
    #[default]
    Hold,
    /// Another robot gets it, and looks for the 引継ぎID in the core system before it types.
    Again,
}

/// One field of a screen.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What robots know it by: small letters, digits, underscores.
    pub name: String,
    /// What people call it; the column of a list.
    pub label: String,
    /// Where the value comes from, as for files; none for what is always the constant.
    #[serde(default)]
    pub value: Option<Key>,
    /// What is typed where there is no value.
    #[serde(default)]
    pub constant: String,
    /// Whether a task without a value goes by hand.
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
    /// The most characters; a longer text goes by hand.
    #[serde(default)]
    pub most: Option<usize>,
}

impl Definition {
    /// Reads a definition and checks it.
    pub fn parse(toml: &str) -> Result<Self, DefinitionError> {
        let definition: Self =
            toml::from_str(toml).map_err(|error| DefinitionError::Unreadable(error.to_string()))?;
        definition.check()?;
        Ok(definition)
    }

    /// The same as rows of a file: what plans rows and makes cells is one for both. The first column is the 引継ぎID.
    #[must_use]
    pub fn as_rows(&self) -> core_files::Definition {
        let id = Column {
            item: ID.into(),
            value: Some(Key::Known(Known::RowId)),
            constant: String::new(),
            required: true,
            list: None,
            date: DateForm::Iso,
            form: CellForm::Plain,
            most: None,
        };
        let fields = self.fields.iter().map(|field| Column {
            item: field.label.clone(),
            value: field.value.clone(),
            constant: field.constant.clone(),
            required: field.required,
            list: field.list.clone(),
            date: field.date,
            form: field.form,
            most: field.most,
        });
        core_files::Definition {
            id: self.id.clone(),
            title: self.title.clone(),
            source: self.source.clone(),
            section: self.section.clone(),
            rows: self.rows,
            events: self.events.clone(),
            procedures: self.procedures.clone(),
            forms: self.forms.clone(),
            file_name: "ROBOT_{number}".into(),
            file: FileForm::default(),
            lists: self.lists.clone(),
            columns: std::iter::once(id).chain(fields).collect(),
            acknowledgement: AcknowledgementForm::default(),
        }
    }

    fn check(&self) -> Result<(), DefinitionError> {
        let wrong = |place: &str, problem: &str| Err(DefinitionError::wrong(&self.id, place, problem));
        for (place, value, least, most) in [
            ("attempts", self.attempts, 1, 20),
            ("lease_seconds", self.lease_seconds, 10, 3_600),
            ("back_off_seconds", self.back_off_seconds, 0, 86_400),
            ("list_hours", self.list_hours, 1, 240),
        ] {
            if !(least..=most).contains(&value) {
                return wrong(place, &format!("{least}から{most}までの数にしてください。"));
            }
        }
        if self.system.is_empty() || self.fields.is_empty() {
            return wrong("system・fields", "空にできません。");
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let mut names = BTreeSet::new();
        for field in &self.fields {
            if field.name.is_empty() || !field.name.chars().all(plain) || !names.insert(&*field.name) {
                return wrong(
                    &field.label,
                    "name は、半角の英小文字・数字・下線で、1回だけ使ってください。",
                );
            }
            if [RESULT, NUMBER, REASON, LIST, CORRECTS].contains(&&*field.label) {
                return wrong(&field.label, "この名前は、リストの結果の列が使います。");
            }
            // A task is in no file, and is numbered by nothing.
            if let Some(Key::Known(key)) = &field.value
                && (key.name().starts_with("file.") || *key == Known::RowLine)
            {
                return wrong(&field.label, "ロボットの作業には、その値はありません。");
            }
        }
        self.as_rows().check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(from: &str, to: &str) -> Result<Definition, DefinitionError> {
        let text = Definition::text("sample_national_health").unwrap();
        assert!(text.contains(from), "{from}");
        Definition::parse(&text.replacen(from, to, 1))
    }

    #[test]
    fn what_cannot_work_is_told_before_it_is_used() {
        for (from, to, place) in [
            ("attempts = 3", "attempts = 0", "attempts"),
            ("name = \"kana\"", "name = \"name\"", "氏名フリガナ"),
            ("label = \"氏名フリガナ\"", "label = \"氏名\"", "氏名"),
            ("label = \"氏名フリガナ\"", "label = \"理由\"", "理由"),
            ("label = \"氏名フリガナ\"", "label = \"引継ぎID\"", "引継ぎID"),
            (
                "value = \"person.kana\"",
                "value = \"file.number\"",
                "氏名フリガナ",
            ),
            ("value = \"person.kana\"", "value = \"card.name\"", "氏名フリガナ"),
            ("list = \"sex\"", "list = \"none\"", "性別"),
        ] {
            let error = changed(from, to).unwrap_err();
            let DefinitionError::Wrong { place: told, .. } = &error else {
                panic!("{from}: {error}");
            };
            assert_eq!(told, place, "{error}");
        }
        let error = changed("value = \"person.kana\"", "value = \"person.secret\"").unwrap_err();
        assert!(matches!(error, DefinitionError::Unreadable(_)), "{error}");
    }
}
