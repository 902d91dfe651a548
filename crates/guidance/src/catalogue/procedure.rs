//! Procedures: what a resident may have to do.

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::deadline::Period;
use serde::{Deserialize, Serialize};

use super::{Place, SubjectKind};
use crate::expression::{Expression, FactIndex};

/// A condition: as written in the catalogue, and resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// As written.
    pub text: String,
    /// Resolved.
    pub expression: Expression,
    /// The line it begins on in its file.
    pub line: usize,
}

/// What comes of a procedure that is required.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// 申請・届出が必要
    Application,
    /// 手続不要（自動で処理される）
    Automatic,
    /// ほかの窓口・方法で行う
    Elsewhere,
    /// お知らせ
    Information,
}

impl OutcomeKind {
    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Application => "申請・届出",
            Self::Automatic => "手続不要（自動）",
            Self::Elsewhere => "ほかの窓口・方法",
            Self::Information => "お知らせ",
        }
    }
}

/// How well a row of the catalogue is supported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Confidence {
    /// Seen in a source.
    S,
    /// A national procedure, from knowledge.
    M,
    /// Depends on local ordinances.
    L,
    /// Deadline or article uncertain.
    U,
}

/// A law with its articles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// The law's name.
    pub law: String,
    /// Its articles, for example 「23条」.
    #[serde(default)]
    pub articles: Vec<String>,
}

impl std::fmt::Display for LegalBasis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.law, self.articles.join("・"))
    }
}

/// An id of a list of texts in the release.
pub type TextId = String;

/// One of the kinds of outcome; the first whose condition holds is the one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeRule {
    /// The kind.
    pub kind: OutcomeKind,
    /// When; always if there is none.
    pub when: Option<Rule>,
    /// What it means for the resident.
    pub text: String,
}

/// How a deadline is counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeadlineRule {
    /// Within a period from an event.
    Within {
        /// The fact that holds the day of the event.
        from: FactIndex,
        /// The period.
        period: Period,
    },
    /// The date itself that a fact holds (有効期限).
    On {
        /// The fact.
        fact: FactIndex,
    },
    /// No day can be given (速やかに, 随時).
    InWords,
}

/// A deadline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// How it is counted.
    pub rule: DeadlineRule,
    /// Read aloud, for example 「転居をした日から14日以内」.
    pub text: String,
    /// The article it rests on; empty where there is none.
    pub basis: String,
    /// The line of its text in its file.
    pub line: usize,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// Something to bring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Belonging {
    /// Its stable id where procedures share it, so that a list for the whole family names it once.
    pub id: Option<TextId>,
    /// What to bring.
    pub text: String,
    /// Why.
    pub reason: String,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// A section that has work to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SectionRule {
    /// The section's code.
    pub code: String,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// A fee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fee {
    /// What it costs where the municipality has not set its own text.
    pub text: String,
    /// The local value that replaces the text.
    pub local: Option<String>,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// A form to fill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormRule {
    /// The form's id.
    pub id: String,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// A fact that is written on a form of the procedure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The fact. A member's fact is the one of the member the procedure is about.
    pub fact: FactIndex,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// What a note is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Something to say or to look at.
    #[default]
    Note,
    /// Someone is harmed if this is missed.
    Warning,
    /// It can be done online.
    Online,
}

impl NoteKind {
    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "留意点",
            Self::Warning => "注意",
            Self::Online => "オンライン可",
        }
    }
}

/// Where a row of the catalogue was seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The address of the page.
    pub url: String,
    /// The words seen there.
    pub words: String,
    /// The day it was read.
    #[serde(with = "super::day")]
    pub seen_on: NaiveDate,
}

/// Something the officer should say or look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What it is for.
    pub kind: NoteKind,
    /// The text.
    pub text: String,
    /// When; always if there is none.
    pub when: Option<Rule>,
}

/// Who wrote a procedure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It is as published in the release.
    #[default]
    Published,
    /// The municipality has changed something in it.
    Changed,
    /// The municipality has added it.
    Added,
}

/// One procedure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Procedure {
    /// Stable id, for example `TK-01`.
    pub id: String,
    /// Japanese name.
    pub name: String,
    /// Life events in which it is looked at.
    pub life_events: Vec<LifeEvent>,
    /// Judged once for the visit, or for each member.
    pub subject: SubjectKind,
    /// When it is required.
    pub condition: Rule,
    /// Kinds of outcome; an application if none holds.
    pub outcomes: Vec<OutcomeRule>,
    /// Deadlines; the earliest that applies is the one.
    pub deadlines: Vec<Deadline>,
    /// What to bring.
    pub belongings: Vec<Belonging>,
    /// Sections with work to do; the first that applies is the principal one.
    pub sections: Vec<SectionRule>,
    /// Fees.
    pub fees: Vec<Fee>,
    /// Forms.
    pub forms: Vec<FormRule>,
    /// Facts written on the forms.
    pub fields: Vec<Field>,
    /// What the officer should say.
    pub notes: Vec<Note>,
    /// Legal basis.
    pub legal_basis: Vec<LegalBasis>,
    /// The line the legal basis begins on in its file.
    pub legal_basis_line: usize,
    /// How well the row is supported.
    pub confidence: Confidence,
    /// By what it is supported and what remains uncertain.
    pub evidence: String,
    /// Where it was seen; a row without any is unverified, and the officer is told so.
    pub sources: Vec<Evidence>,
    /// Ids of procedures that are done before this one where both are required.
    pub follows: Vec<String>,
    /// Ids of procedures of which this one is a part: where one of them is required for the same person or for
    /// the visit, this is done with it and not a second time.
    pub part_of: Vec<String>,
    /// Never stands on what the resident takes home, where others may read it.
    pub discreet: bool,
    /// What it is, in Japanese.
    pub summary: String,
    /// What it is, in やさしい日本語.
    pub plain: String,
    /// The first reference date it is judged on.
    pub valid_from: Option<NaiveDate>,
    /// The last reference date it is judged on.
    pub valid_to: Option<NaiveDate>,
    /// Who wrote it.
    pub origin: Origin,
    /// The file it is written in, relative to the release.
    pub path: String,
    /// The line of its id there.
    pub line: usize,
}

impl Procedure {
    /// Whether it is judged on this reference date.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }

    /// Where it is written.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            path: self.path.clone(),
            line: self.line,
        }
    }

    /// Every condition of the procedure, its own first.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let whens = (self.outcomes.iter().map(|part| &part.when))
            .chain(self.deadlines.iter().map(|part| &part.when))
            .chain(self.belongings.iter().map(|part| &part.when))
            .chain(self.sections.iter().map(|part| &part.when))
            .chain(self.fees.iter().map(|part| &part.when))
            .chain(self.forms.iter().map(|part| &part.when))
            .chain(self.fields.iter().map(|part| &part.when))
            .chain(self.notes.iter().map(|part| &part.when));
        std::iter::once(&self.condition).chain(whens.flatten())
    }
}
