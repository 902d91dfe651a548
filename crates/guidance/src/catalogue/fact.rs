//! Definitions of facts.

use serde::{Deserialize, Serialize};

/// Whom a fact, a condition or a procedure is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The visit as a whole.
    Visit,
    /// Each member of the household.
    Member,
}

impl SubjectKind {
    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Visit => "来庁全体",
            Self::Member => "一人ひとり",
        }
    }
}

/// One of the values of a choice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// Japanese label.
    pub label: String,
}

/// The type of a fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FactKind {
    /// はい / いいえ
    Bool {
        /// Read aloud when it is so, for example 「転居する」.
        yes: String,
        /// Read aloud when it is not so, for example 「転居しない」.
        no: String,
    },
    /// One of a closed list, at most 64.
    Choice {
        /// The list.
        choices: Vec<Choice>,
    },
    /// A date of the register.
    Date {
        /// It cannot be after the reference date.
        not_future: bool,
    },
}

impl FactKind {
    /// The Japanese name of the type.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Bool { .. } => "はい・いいえ",
            Self::Choice { .. } => "選択",
            Self::Date { .. } => "日付",
        }
    }
}

/// Who can answer a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoAnswers {
    /// The visitor at the counter.
    Visitor,
    /// The person it is about, or someone who cares for them.
    Person,
    /// Staff, from what they see.
    Staff,
    /// The municipality, once for all cases. It is never asked at the counter.
    Municipality,
}

impl WhoAnswers {
    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Visitor => "来庁者",
            Self::Person => "本人又は同一世帯の人",
            Self::Staff => "職員",
            Self::Municipality => "自治体の設定",
        }
    }
}

/// A topic, under which questions are grouped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Stable id.
    pub id: String,
    /// Japanese label.
    pub label: String,
}

/// One fact that can be known.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FactDefinition {
    /// Stable id, unique in the release.
    pub id: String,
    /// Whom it is about.
    pub subject: SubjectKind,
    /// Its type.
    #[serde(flatten)]
    pub kind: FactKind,
    /// What it is, read aloud, for example 「健康保険」.
    pub label: String,
    /// The question, for example 「加入している健康保険はどれですか」.
    pub question: String,
    /// The question in やさしい日本語; empty where nobody is asked.
    pub plain: String,
    /// Help for the one who asks: why, where to look, what the choices mean.
    pub help: String,
    /// The id of its topic.
    pub topic: String,
    /// Who can answer.
    pub who: WhoAnswers,
    /// What holds where a municipality has not said otherwise; only for facts it sets itself.
    pub municipal_default: Option<bool>,
    /// The fact that is asked first, because its answer often settles this one. Only the order of asking at the
    /// counter follows from it; what is judged does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Read by the engine itself, not by conditions (届出日).
    pub built_in: bool,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// A place in a catalogue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The file, relative to the release.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

impl FactDefinition {
    /// The number of values, for a fact that has a closed list of them.
    #[must_use]
    pub fn values(&self) -> Option<u32> {
        match &self.kind {
            FactKind::Bool { .. } => Some(2),
            FactKind::Choice { choices } => u32::try_from(choices.len()).ok(),
            FactKind::Date { .. } => None,
        }
    }

    /// The Japanese label of a value of a closed list.
    #[must_use]
    pub fn value_label(&self, value: u32) -> &str {
        match &self.kind {
            FactKind::Bool { .. } => ["いいえ", "はい"][usize::from(value == 1)],
            FactKind::Choice { choices } => choices.get(value as usize).map_or("", |choice| &choice.label),
            FactKind::Date { .. } => "",
        }
    }
}
