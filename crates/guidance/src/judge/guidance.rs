//! What judging gives.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::feasible::Feasible;
use crate::catalogue::{Confidence, LegalBasis, NoteKind, Origin, OutcomeKind};
use crate::diagram::{Diagrams, Function};
use crate::facts::{FactKey, MemberKey, Source, Subject, UnknownReason};
use crate::interview::Question;

/// Whether a procedure is required.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgementResult {
    /// 必要
    Required,
    /// 不要
    NotRequired,
    /// 要確認
    Undetermined,
}

impl JudgementResult {
    /// Decided if and only if every possible completion agrees.
    pub(super) fn of(feasible: &Feasible, diagrams: &mut Diagrams, required: Function) -> Self {
        if !feasible.allows(diagrams, required) {
            return Self::NotRequired;
        }
        let not = diagrams.not(required);
        if feasible.allows(diagrams, not) {
            Self::Undetermined
        } else {
            Self::Required
        }
    }

    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Required => "必要",
            Self::NotRequired => "不要",
            Self::Undetermined => "要確認",
        }
    }
}

/// Everything that follows from a situation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Guidance {
    /// The id of the release.
    pub release: String,
    /// Its hash.
    pub release_hash: String,
    /// The hash of the municipality's overlay; none where there was none.
    #[serde(default)]
    pub overlay_hash: Option<String>,
    /// The reference date.
    pub reference_date: NaiveDate,
    /// One judgement for each procedure and each person it is about, in the catalogue's order.
    pub judgements: Vec<Judgement>,
    /// The questions that can still change something, most useful topic first.
    pub questions: Vec<Question>,
    /// Facts that cannot be true together, or a date that cannot be. Judged as they stand; a person must look.
    pub conflicts: Vec<Conflict>,
}

/// Facts that contradict each other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// Why they cannot be true together.
    pub text: String,
    /// The person it is about.
    pub person: Option<Person>,
    /// The facts.
    pub facts: Vec<ReasonFact>,
}

/// A person in a result.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The member's key.
    pub id: MemberKey,
    /// The name as people say it.
    pub name: String,
}

/// One procedure for one subject.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judgement {
    /// The procedure's id.
    pub procedure: String,
    /// Its Japanese name.
    pub name: String,
    /// Whom it is about.
    pub subject: Subject,
    /// The person, unless it is about the visit.
    pub person: Option<Person>,
    /// Required, not required, or undetermined (要確認).
    pub result: JudgementResult,
    /// The kind of outcome; none while not required, or while open facts can still change it.
    pub outcome_kind: Option<OutcomeKind>,
    /// What the outcome means for the resident; empty where the catalogue says nothing.
    pub outcome_text: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The earliest deadline that certainly applies.
    pub deadline: Option<JudgedDeadline>,
    /// Every deadline that applies or may apply, as the catalogue lists them.
    pub deadlines: Vec<JudgedDeadline>,
    /// What to bring.
    pub belongings: Vec<JudgedBelonging>,
    /// The section that is in charge.
    pub section: Option<JudgedSection>,
    /// Every section with work to do, or perhaps with work to do, the one in charge first.
    pub sections: Vec<JudgedSection>,
    /// The fee.
    pub fee: Option<JudgedFee>,
    /// Ids of forms to fill.
    pub forms: Vec<String>,
    /// Ids of forms that may have to be filled, depending on open facts.
    pub possible_forms: Vec<String>,
    /// What the officer should say or look at.
    pub notes: Vec<JudgedNote>,
    /// What it is, in Japanese.
    pub summary: String,
    /// What it is, in やさしい日本語.
    pub plain: String,
    /// Legal basis.
    pub legal_basis: Vec<LegalBasis>,
    /// How well the catalogue's row is supported.
    pub confidence: Confidence,
    /// Whether the row names where it was seen; what was not seen anywhere is to be checked by the officer.
    #[serde(default)]
    pub verified: bool,
    /// Whether the municipality has changed or added it.
    #[serde(default)]
    pub origin: Origin,
    /// In which step of the visit it is done, from 1; none unless it is required.
    #[serde(default)]
    pub step: Option<u32>,
    /// Required procedures that are done before it.
    #[serde(default)]
    pub follows: Vec<String>,
    /// The required procedure with which this one is done, and not a second time.
    #[serde(default)]
    pub done_with: Option<String>,
    /// Procedures that are done with this one.
    #[serde(default)]
    pub combines: Vec<String>,
}

impl Judgement {
    /// Whether both are about the same person, or one of them about the whole visit.
    #[must_use]
    pub fn concerns_the_same(&self, other: &Self) -> bool {
        self.person.is_none() || other.person.is_none() || self.person == other.person
    }
}

/// A note that applies, or may apply.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JudgedNote {
    /// What it is for.
    #[serde(default)]
    pub kind: NoteKind,
    /// The text.
    pub text: String,
    /// False while open facts can still take it away.
    pub certain: bool,
}

/// A deadline in a judgement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JudgedDeadline {
    /// The last day, after closed days were passed over; none where it cannot be counted (yet).
    pub date: Option<NaiveDate>,
    /// How it was counted, read aloud.
    pub rule: String,
    /// The deadline in words, for example 「転居をした日から14日以内」.
    pub text: String,
    /// The article it rests on.
    pub basis: String,
    /// Whether the day of filing (届出日) is after the last day; none where that cannot be said.
    pub overdue: Option<bool>,
    /// Days from the day of filing to the last day; negative when it has passed.
    #[serde(default)]
    pub days_left: Option<i64>,
    /// False while open facts can still take it away.
    pub certain: bool,
}

/// Something to bring, in a judgement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JudgedBelonging {
    /// Its id where procedures share it, so that a list for the family names it once.
    pub id: Option<String>,
    /// What to bring.
    pub text: String,
    /// Why.
    pub reason: String,
    /// False while open facts can still take it away.
    pub certain: bool,
}

/// A section in a judgement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JudgedSection {
    /// Stable code.
    pub code: String,
    /// The municipality's name for it.
    pub name: String,
    /// False while open facts can still take it away.
    pub certain: bool,
}

/// A fee in a judgement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JudgedFee {
    /// What it costs.
    pub text: String,
    /// False while open facts can still change it.
    pub certain: bool,
}

/// What a reason does for the result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// A part of the rule that holds.
    Holds,
    /// A part of the rule that does not hold, and so decides.
    Fails,
    /// A fact that is missing and can still change the result.
    Missing,
    /// Facts that are missing but cannot change the result.
    EveryCase,
}

/// Why a judgement is what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// What it does for the result.
    pub kind: ReasonKind,
    /// Read aloud.
    pub text: String,
    /// The facts it rests on.
    pub facts: Vec<ReasonFact>,
    /// The article the part of the rule rests on; empty where the catalogue gives none.
    pub article: String,
}

/// A fact in a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReasonFact {
    /// The fact.
    pub key: FactKey,
    /// The person's name; none for the visit.
    pub person: Option<String>,
    /// What the fact is.
    pub label: String,
    /// Its value for people; none when it is unknown.
    pub value: Option<String>,
    /// Where the value came from.
    pub source: Option<Source>,
    /// Why it is unknown.
    pub unknown: Option<UnknownReason>,
}
