//! A procedure as it is written in a file.

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;
use serde::{Deserialize, Serialize};

use super::rows::{BelongingRow, DeadlineRow, FeeRow, FormRow, NoteRow, SectionRow};
use crate::catalogue::{Confidence, Evidence, LegalBasis, OutcomeKind, Procedure, Release, SubjectKind};

/// A procedure as it is written: the same fields as a procedure's file of a release.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenProcedure {
    /// Its id.
    pub id: String,
    /// Japanese name.
    pub name: String,
    /// Life events in which it is looked at.
    pub life_events: Vec<LifeEvent>,
    /// Judged once for the visit, or for each member.
    pub subject: SubjectKind,
    /// When it is required.
    pub condition: String,
    /// What it is.
    pub summary: String,
    /// What it is, in やさしい日本語.
    pub plain: String,
    /// How well it is supported.
    pub confidence: Confidence,
    /// By what it is supported.
    pub evidence: String,
    /// Never stands on what the resident takes home.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub discreet: bool,
    /// Procedures that are done before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<String>,
    /// Procedures of which it is a part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<String>,
    /// The first reference date.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::catalogue::day::optional"
    )]
    pub valid_from: Option<NaiveDate>,
    /// The last reference date.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::catalogue::day::optional"
    )]
    pub valid_to: Option<NaiveDate>,
    /// Legal basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<LegalBasis>,
    /// Where it was seen.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Evidence>,
    /// Kinds of outcome.
    #[serde(default, rename = "outcome", skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeRow>,
    /// Deadlines.
    #[serde(default, rename = "deadline", skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<DeadlineRow>,
    /// What to bring.
    #[serde(default, rename = "belonging", skip_serializing_if = "Vec::is_empty")]
    pub belongings: Vec<BelongingRow>,
    /// Sections with work to do, the one in charge first.
    #[serde(default, rename = "section", skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionRow>,
    /// Fees.
    #[serde(default, rename = "fee", skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeRow>,
    /// Forms.
    #[serde(default, rename = "form", skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<FormRow>,
    /// Facts written on its forms.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldRow>,
    /// What the officer should say.
    #[serde(default, rename = "note", skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteRow>,
}

/// A kind of outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRow {
    /// The kind.
    pub kind: OutcomeKind,
    /// What it means for the resident.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// A fact that is written on a form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRow {
    /// The fact.
    pub fact: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

impl WrittenProcedure {
    /// A loaded procedure as it would be written.
    #[must_use]
    pub fn of(procedure: &Procedure, release: &Release) -> Self {
        let when = |rule: &Option<crate::catalogue::Rule>| rule.as_ref().map(|rule| rule.text.clone());
        let outcomes = procedure.outcomes.iter().map(|row| OutcomeRow {
            kind: row.kind,
            text: row.text.clone(),
            when: when(&row.when),
        });
        let fields = procedure.fields.iter().map(|row| FieldRow {
            fact: release.fact_at(row.fact).id.clone(),
            when: when(&row.when),
        });
        Self {
            id: procedure.id.clone(),
            name: procedure.name.clone(),
            life_events: procedure.life_events.clone(),
            subject: procedure.subject,
            condition: procedure.condition.text.clone(),
            summary: procedure.summary.clone(),
            plain: procedure.plain.clone(),
            confidence: procedure.confidence,
            evidence: procedure.evidence.clone(),
            discreet: procedure.discreet,
            follows: procedure.follows.clone(),
            part_of: procedure.part_of.clone(),
            valid_from: procedure.valid_from,
            valid_to: procedure.valid_to,
            legal_basis: procedure.legal_basis.clone(),
            sources: procedure.sources.clone(),
            outcomes: outcomes.collect(),
            deadlines: procedure
                .deadlines
                .iter()
                .map(|row| DeadlineRow::of(row, release))
                .collect(),
            belongings: procedure.belongings.iter().map(BelongingRow::of).collect(),
            sections: procedure.sections.iter().map(SectionRow::of).collect(),
            fees: procedure.fees.iter().map(FeeRow::of).collect(),
            forms: procedure.forms.iter().map(FormRow::of).collect(),
            fields: fields.collect(),
            notes: procedure.notes.iter().map(NoteRow::of).collect(),
        }
    }

    /// An empty procedure of the municipality's own.
    #[must_use]
    pub fn new(id: String) -> Self {
        Self {
            id,
            name: String::new(),
            life_events: Vec::new(),
            subject: SubjectKind::Visit,
            condition: String::new(),
            summary: String::new(),
            plain: String::new(),
            confidence: Confidence::L,
            evidence: "自治体が独自に定めた手続き。".to_owned(),
            discreet: false,
            follows: Vec::new(),
            part_of: Vec::new(),
            valid_from: None,
            valid_to: None,
            legal_basis: Vec::new(),
            sources: Vec::new(),
            outcomes: Vec::new(),
            deadlines: Vec::new(),
            belongings: Vec::new(),
            sections: Vec::new(),
            fees: Vec::new(),
            forms: Vec::new(),
            fields: Vec::new(),
            notes: Vec::new(),
        }
    }
}
