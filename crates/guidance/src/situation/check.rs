//! Checks that a situation fits a release.

use std::collections::BTreeSet;

use super::{Situation, SituationError};
use crate::catalogue::{FactDefinition, FactKind, Release, SubjectKind};
use crate::facts::{Fact, FactKey, FactValue, Subject};

impl Situation {
    /// Checks that every fact, member and value is one the release knows.
    pub fn check(&self, release: &Release) -> Result<(), SituationError> {
        if self.events.is_empty() {
            return Err(SituationError::NoEvents);
        }
        if self.members.is_empty() {
            return Err(SituationError::NoMembers);
        }
        let mut seen = BTreeSet::new();
        for member in &self.members {
            if !seen.insert(&member.key) {
                return Err(SituationError::DuplicateMember(member.key.clone()));
            }
        }
        for (key, fact) in &self.facts {
            let Some(definition) = release.fact(&key.fact) else {
                let near = release.nearest_facts(&key.fact);
                return Err(SituationError::UnknownFact {
                    key: key.clone(),
                    fact: key.fact.clone(),
                    near,
                });
            };
            let subject = match &key.subject {
                Subject::Visit => SubjectKind::Visit,
                Subject::Member(member) if seen.contains(member) => SubjectKind::Member,
                Subject::Member(member) => {
                    return Err(SituationError::UnknownMember {
                        key: key.clone(),
                        member: member.clone(),
                    });
                }
            };
            if subject != definition.subject {
                return Err(SituationError::WrongSubject {
                    key: key.clone(),
                    right: definition.subject.label(),
                });
            }
            if let Fact::Known { value, .. } = fact {
                value_fits(key, value, definition)?;
            }
        }
        Ok(())
    }
}

fn value_fits(key: &FactKey, value: &FactValue, definition: &FactDefinition) -> Result<(), SituationError> {
    let fits = match (value, &definition.kind) {
        (FactValue::Bool(_), FactKind::Bool { .. }) => true,
        (FactValue::Choice(id), FactKind::Choice { choices }) => {
            choices.iter().any(|choice| choice.id == *id)
        }
        (FactValue::Date(date), FactKind::Date { .. }) => date.range().0 <= date.range().1,
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let found = match value {
        FactValue::Bool(value) => format!("「{}」", if *value { "はい" } else { "いいえ" }),
        FactValue::Choice(id) => format!("「{id}」"),
        FactValue::Date(date) => format!("日付（{} から {} まで）", date.range().0, date.range().1),
    };
    Err(SituationError::WrongValue {
        key: key.clone(),
        found,
        right: right_values(definition),
    })
}

/// The values a fact may have, for people.
pub(crate) fn right_values(definition: &FactDefinition) -> String {
    match &definition.kind {
        FactKind::Bool { .. } => "true（はい）、false（いいえ）".to_owned(),
        FactKind::Choice { choices } => {
            let each: Vec<_> = choices
                .iter()
                .map(|choice| format!("\"{}\"（{}）", choice.id, choice.label))
                .collect();
            each.join("、")
        }
        FactKind::Date { .. } => "\"2026-04-01\" の形の日付（早い日が遅い日より後でないこと）".to_owned(),
    }
}
