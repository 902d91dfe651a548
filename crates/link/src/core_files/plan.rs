//! Which rows of a file a handed-off case gives.

use super::bind::{Subject, Visit};
use super::definition::{Definition, PerRow};

/// What a case gives to one file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// What the rows are about, in the register's order, each once.
    pub subjects: Vec<Subject>,
    /// Somebody of the case is protected (支援措置): the rows are not written, the case goes by hand.
    pub by_hand: bool,
}

/// Which rows a case gives. Nothing for a case that the definition is not about.
#[must_use]
pub fn plan(definition: &Definition, visit: &Visit) -> Plan {
    let case = &visit.case;
    let about =
        definition.events.is_empty() || definition.events.iter().any(|event| case.events.contains(event));
    if !about {
        return Plan::default();
    }
    let subjects = match definition.rows {
        PerRow::Person => people(definition, visit),
        PerRow::Application => {
            let asked = visit
                .applications
                .iter()
                .filter(|one| definition.forms.contains(&one.form));
            asked.map(|one| Subject::Application(one.id)).collect()
        }
        PerRow::Card => {
            // Altered attributes are not to be trusted: no system shall hold them.
            let assigned = visit.cards.iter().filter(|card| {
                card.resident.is_some()
                    && card.genuineness != madoguchi_model::card_reading::Genuineness::Altered
            });
            assigned.map(|card| Subject::Card(card.id)).collect()
        }
    };
    Plan {
        by_hand: !subjects.is_empty() && visit.is_protected(),
        subjects,
    }
}

fn people(definition: &Definition, visit: &Visit) -> Vec<Subject> {
    let mut found = Vec::new();
    let handed: Vec<_> = visit
        .handed
        .iter()
        .filter(|handed| definition.procedures.contains(&handed.procedure))
        .collect();
    for person in &visit.household.members {
        let concerned = if definition.procedures.is_empty() {
            visit.case.takes_part(person.id)
        } else {
            handed.iter().any(|procedure| {
                if procedure.residents.is_empty() {
                    visit.case.takes_part(person.id)
                } else {
                    procedure.residents.contains(&person.id)
                }
            })
        };
        if concerned {
            found.push(Subject::Person(person.id));
        }
    }
    found
}
