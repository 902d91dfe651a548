//! The catalogue of procedures.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::{FactDefinition, FactKind, LegalBasis, Procedure, SubjectKind};
use serde::Serialize;
use utoipa::ToSchema;

/// The release in force, with the municipality's changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct CatalogueBody {
    /// The release's id.
    release: String,
    /// Its hash.
    release_hash: String,
    /// The hash of the municipality's changes; null where there are none.
    overlay_hash: Option<String>,
    /// In force from.
    valid_from: NaiveDate,
    /// In force until; null while that is open.
    valid_to: Option<NaiveDate>,
    /// Codes and names of life events.
    events: BTreeMap<&'static str, &'static str>,
    /// Codes and names of sections.
    sections: BTreeMap<String, String>,
}

/// A procedure.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedureBody {
    /// Its id.
    #[schema(example = "TK-01")]
    id: String,
    /// Its name.
    name: String,
    /// What it is.
    summary: String,
    /// What it is, in やさしい日本語.
    plain: String,
    /// Life events in which it is looked at.
    events: Vec<&'static str>,
    /// Judged for `visit` (once) or for each `member`.
    subject: &'static str,
    /// The condition, as the catalogue writes it.
    condition: String,
    /// Laws and articles.
    legal_basis: Vec<String>,
    /// The facts its condition uses.
    facts: Vec<String>,
}

/// Procedures.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedureList {
    /// In the catalogue's order. All of them are in one answer.
    items: Vec<ProcedureBody>,
}

/// A fact that can be known, asked or left open.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactDefinitionBody {
    /// Its id, used as a key in a situation.
    #[schema(example = "moved_on")]
    id: String,
    /// Of `visit` or of each `member`.
    subject: &'static str,
    /// What it is.
    label: String,
    /// The question that asks for it.
    question: String,
    /// The question in やさしい日本語.
    plain: String,
    /// `bool`, `choice` or `date`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Ids and labels of the choices of a `choice`.
    choices: BTreeMap<String, String>,
}

/// Facts.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactList {
    /// In the catalogue's order. All of them are in one answer.
    items: Vec<FactDefinitionBody>,
}

impl CatalogueBody {
    pub(crate) fn new(release: &Release) -> Self {
        let events = madoguchi_model::case::LifeEvent::ALL;
        Self {
            release: release.id().to_owned(),
            release_hash: release.hash().to_owned(),
            overlay_hash: release.overlay().map(|overlay| overlay.hash.clone()),
            valid_from: release.valid_from(),
            valid_to: release.valid_to(),
            events: events
                .into_iter()
                .map(|event| (event.code(), event.label()))
                .collect(),
            sections: release
                .sections()
                .iter()
                .map(|section| (section.code.clone(), section.name.clone()))
                .collect(),
        }
    }
}

fn subject(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Visit => "visit",
        SubjectKind::Member => "member",
    }
}

impl ProcedureBody {
    pub(crate) fn new(release: &Release, procedure: &Procedure) -> Self {
        Self {
            id: procedure.id.clone(),
            name: procedure.name.clone(),
            summary: procedure.summary.clone(),
            plain: procedure.plain.clone(),
            events: procedure.life_events.iter().map(|event| event.code()).collect(),
            subject: subject(procedure.subject),
            condition: procedure.condition.text.clone(),
            legal_basis: procedure.legal_basis.iter().map(LegalBasis::to_string).collect(),
            facts: release
                .facts_of_procedure(&procedure.id)
                .into_iter()
                .map(|fact| fact.id.clone())
                .collect(),
        }
    }
}

impl ProcedureList {
    pub(crate) fn new(release: &Release) -> Self {
        let procedures = release.procedures().iter();
        Self {
            items: procedures.map(|one| ProcedureBody::new(release, one)).collect(),
        }
    }
}

impl FactList {
    pub(crate) fn new(release: &Release) -> Self {
        Self {
            items: release.facts().iter().map(fact).collect(),
        }
    }
}

fn fact(fact: &FactDefinition) -> FactDefinitionBody {
    let (kind, choices) = match &fact.kind {
        FactKind::Bool { .. } => ("bool", BTreeMap::new()),
        FactKind::Choice { choices } => {
            let named = choices
                .iter()
                .map(|choice| (choice.id.clone(), choice.label.clone()));
            ("choice", named.collect())
        }
        FactKind::Date { .. } => ("date", BTreeMap::new()),
    };
    FactDefinitionBody {
        id: fact.id.clone(),
        subject: subject(fact.subject),
        label: fact.label.clone(),
        question: fact.question.clone(),
        plain: fact.plain.clone(),
        kind,
        choices,
    }
}
