//! The catalogue's files as they are written.

use chrono::NaiveDate;
use madoguchi_model::deadline::{ClosedLastDay, InitialDay};
use serde::Deserialize;
use toml::Spanned;

use super::fact::{Choice, SubjectKind, Topic, WhoAnswers};
use super::procedure::{Confidence, Evidence, LegalBasis, NoteKind, OutcomeKind};

type Condition = Option<Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleaseFile {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(with = "super::day")]
    pub(super) valid_from: NaiveDate,
    #[serde(default, with = "super::day::optional")]
    pub(super) valid_to: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicsFile {
    pub(super) topic: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsFile {
    #[serde(default)]
    pub(super) fact: Vec<Spanned<RawFact>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFact {
    pub(super) id: String,
    pub(super) subject: SubjectKind,
    #[serde(rename = "type")]
    pub(super) kind: RawFactKind,
    pub(super) label: String,
    #[serde(default)]
    pub(super) question: String,
    #[serde(default)]
    pub(super) plain: String,
    #[serde(default)]
    pub(super) help: String,
    pub(super) topic: String,
    pub(super) who: WhoAnswers,
    pub(super) yes: Option<String>,
    pub(super) no: Option<String>,
    #[serde(default)]
    pub(super) choices: Vec<Choice>,
    #[serde(default)]
    pub(super) not_future: bool,
    pub(super) municipal_default: Option<bool>,
    pub(super) after: Option<String>,
    #[serde(default)]
    pub(super) built_in: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawFactKind {
    Bool,
    Choice,
    Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DefinitionsFile {
    #[serde(default)]
    pub(super) definition: Vec<RawDefinition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDefinition {
    pub(super) id: Spanned<String>,
    pub(super) subject: SubjectKind,
    pub(super) label: String,
    #[serde(default)]
    pub(super) basis: String,
    pub(super) condition: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImpossibleFile {
    #[serde(default)]
    pub(super) impossible: Vec<RawImpossible>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawImpossible {
    pub(super) subject: SubjectKind,
    pub(super) text: String,
    pub(super) when: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionsFile {
    pub(super) section: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormsFile {
    #[serde(default)]
    pub(super) form: Vec<super::release::FormName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LawsFile {
    #[serde(default)]
    pub(super) law: Vec<Spanned<super::law::Law>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BelongingsFile {
    #[serde(default)]
    pub(super) belonging: Vec<SharedBelonging>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SharedBelonging {
    pub(super) id: String,
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProcedure {
    pub(super) id: Spanned<String>,
    pub(super) name: String,
    pub(super) life_events: Vec<madoguchi_model::case::LifeEvent>,
    pub(super) subject: SubjectKind,
    pub(super) condition: Spanned<String>,
    pub(super) summary: String,
    pub(super) plain: String,
    pub(super) confidence: Confidence,
    pub(super) evidence: String,
    #[serde(default)]
    pub(super) discreet: bool,
    #[serde(default)]
    pub(super) source: Vec<Evidence>,
    #[serde(default)]
    pub(super) follows: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) part_of: Vec<Spanned<String>>,
    pub(super) legal_basis: Option<Spanned<Vec<LegalBasis>>>,
    #[serde(default, with = "super::day::optional")]
    pub(super) valid_from: Option<NaiveDate>,
    #[serde(default, with = "super::day::optional")]
    pub(super) valid_to: Option<NaiveDate>,
    #[serde(default)]
    pub(super) outcome: Vec<RawOutcome>,
    #[serde(default)]
    pub(super) deadline: Vec<RawDeadline>,
    #[serde(default)]
    pub(super) belonging: Vec<RawBelonging>,
    #[serde(default)]
    pub(super) section: Vec<RawSectionRule>,
    #[serde(default)]
    pub(super) fee: Vec<RawFee>,
    #[serde(default)]
    pub(super) form: Vec<RawForm>,
    #[serde(default)]
    pub(super) field: Vec<RawField>,
    #[serde(default)]
    pub(super) note: Vec<RawNote>,
}

/// What a municipality adds and changes, in one file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverlayFile {
    pub(super) title: String,
    #[serde(default)]
    pub(super) change: Vec<RawChange>,
    #[serde(default)]
    pub(super) procedure: Vec<RawProcedure>,
}

/// What is left out stays as published; a list replaces the published one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChange {
    pub(super) id: Spanned<String>,
    /// Why it is switched off.
    pub(super) off: Option<String>,
    pub(super) name: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) plain: Option<String>,
    pub(super) deadline: Option<Vec<RawDeadline>>,
    pub(super) belonging: Option<Vec<RawBelonging>>,
    pub(super) section: Option<Vec<RawSectionRule>>,
    pub(super) fee: Option<Vec<RawFee>>,
    pub(super) note: Option<Vec<RawNote>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutcome {
    pub(super) kind: OutcomeKind,
    #[serde(default)]
    pub(super) text: String,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeadline {
    pub(super) from: Option<Spanned<String>>,
    pub(super) on: Option<Spanned<String>>,
    pub(super) months: Option<u32>,
    pub(super) days: Option<u32>,
    /// `included` (初日算入) or `excluded` (初日不算入). A counted deadline must say which.
    pub(super) initial_day: Option<InitialDay>,
    /// `next_open_day` (the rule) or `stays`.
    #[serde(default = "next_open_day")]
    pub(super) closed_last_day: ClosedLastDay,
    pub(super) text: Spanned<String>,
    #[serde(default)]
    pub(super) basis: String,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBelonging {
    pub(super) id: Option<Spanned<String>>,
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) reason: String,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSectionRule {
    pub(super) code: Spanned<String>,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFee {
    pub(super) text: String,
    pub(super) local: Option<String>,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub(super) id: Spanned<String>,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) fact: Spanned<String>,
    pub(super) when: Condition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNote {
    #[serde(default)]
    pub(super) kind: NoteKind,
    pub(super) text: String,
    pub(super) when: Condition,
}

fn next_open_day() -> ClosedLastDay {
    ClosedLastDay::NextOpenDay
}
