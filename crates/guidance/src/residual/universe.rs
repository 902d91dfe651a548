//! The open facts of a situation, each a variable with its place in the order.

use chrono::NaiveDate;
use std::collections::BTreeMap;

use crate::catalogue::{FactKind, Release, SubjectKind, WhoAnswers};
use crate::dates::{DayRange, FIRST_DAY, LAST_DAY};
use crate::diagram::Variable;
use crate::expression::FactIndex;
use crate::facts::{Fact, FactKey, FactValue, UnknownReason};
use crate::settings::MunicipalitySettings;
use crate::situation::Situation;

/// The value of a known fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    /// The place among the definition's values.
    Index(u32),
    /// A day.
    Day(NaiveDate),
}

/// An open fact.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) key: FactKey,
    pub(crate) fact: FactIndex,
    /// The place of the member it is about.
    pub(crate) member: Option<usize>,
    /// Why it is unknown; none for a date that is known to be in an interval.
    pub(crate) reason: Option<UnknownReason>,
    /// The days it can be, for a date.
    pub(crate) days: Option<DayRange>,
    /// The number of values, for anything else.
    pub(crate) values: u32,
}

impl Open {
    /// Whether a question can settle it.
    pub(crate) fn askable(&self) -> bool {
        self.reason == Some(UnknownReason::NotAsked)
    }
}

/// What is known and what is open, by place.
pub(crate) struct Universe<'s> {
    pub(crate) release: &'s Release,
    pub(crate) situation: &'s Situation,
    pub(crate) open: Vec<Open>,
    known: BTreeMap<(FactIndex, Option<usize>), Value>,
    variables: BTreeMap<(FactIndex, Option<usize>), Variable>,
}

impl<'s> Universe<'s> {
    pub(crate) fn new(
        release: &'s Release,
        situation: &'s Situation,
        settings: &MunicipalitySettings,
    ) -> Self {
        let mut universe = Self {
            release,
            situation,
            open: Vec::new(),
            known: BTreeMap::new(),
            variables: BTreeMap::new(),
        };
        universe.add(None, settings);
        for member in 0..situation.members.len() {
            universe.add(Some(member), settings);
        }
        universe
    }

    fn add(&mut self, member: Option<usize>, settings: &MunicipalitySettings) {
        let about = if member.is_some() {
            SubjectKind::Member
        } else {
            SubjectKind::Visit
        };
        for (place, definition) in self.release.facts().iter().enumerate() {
            if definition.subject != about {
                continue;
            }
            let fact = FactIndex(u16::try_from(place).expect("far fewer facts than 65536"));
            let key = self.key(fact, member);
            let mut days = None;
            let reason = match self.situation.facts.get(&key) {
                Some(Fact::Known { value, .. }) => match value {
                    FactValue::Date(date) if date.range().0 < date.range().1 => {
                        days = Some(DayRange {
                            first: date.range().0,
                            last: date.range().1,
                        });
                        None
                    }
                    known => {
                        self.know(fact, member, known);
                        continue;
                    }
                },
                Some(Fact::Unknown(reason)) => Some(*reason),
                None if definition.who == WhoAnswers::Municipality => {
                    let set = settings
                        .facts
                        .get(&definition.id)
                        .copied()
                        .or(definition.municipal_default);
                    self.know(fact, member, &FactValue::Bool(set.unwrap_or(false)));
                    continue;
                }
                None => Some(UnknownReason::NotAsked),
            };
            if let FactKind::Date { not_future } = definition.kind {
                let last = if not_future {
                    self.situation.reference_date
                } else {
                    LAST_DAY
                };
                days = days.or(Some(DayRange {
                    first: FIRST_DAY,
                    last,
                }));
            }
            let variable = u32::try_from(self.open.len()).expect("far fewer open facts than 2^32");
            self.variables.insert((fact, member), variable);
            self.open.push(Open {
                key,
                fact,
                member,
                reason,
                days,
                values: definition.values().unwrap_or(1),
            });
        }
    }

    fn know(&mut self, fact: FactIndex, member: Option<usize>, value: &FactValue) {
        let value = match value {
            FactValue::Bool(value) => Value::Index(u32::from(*value)),
            FactValue::Choice(id) => {
                let FactKind::Choice { choices } = &self.release.fact_at(fact).kind else {
                    return;
                };
                let place = choices.iter().position(|choice| choice.id == *id).unwrap_or(0);
                Value::Index(u32::try_from(place).unwrap_or(0))
            }
            FactValue::Date(date) => Value::Day(date.range().0),
        };
        self.known.insert((fact, member), value);
    }

    /// The member a fact is looked up for: none for the visit's facts.
    fn owner(&self, fact: FactIndex, member: Option<usize>) -> Option<usize> {
        match self.release.fact_at(fact).subject {
            SubjectKind::Visit => None,
            SubjectKind::Member => member,
        }
    }

    /// The key of a fact of a member, or of the visit.
    pub(crate) fn key(&self, fact: FactIndex, member: Option<usize>) -> FactKey {
        let id = &self.release.fact_at(fact).id;
        match self.owner(fact, member) {
            None => FactKey::visit(id),
            Some(member) => FactKey::member(&self.situation.members[member].key, id),
        }
    }

    /// The value, if it is known.
    pub(crate) fn value(&self, fact: FactIndex, member: Option<usize>) -> Option<Value> {
        self.known.get(&(fact, self.owner(fact, member))).copied()
    }

    /// The variable, if it is open.
    pub(crate) fn variable(&self, fact: FactIndex, member: Option<usize>) -> Option<Variable> {
        self.variables.get(&(fact, self.owner(fact, member))).copied()
    }

    pub(crate) fn open(&self, variable: Variable) -> &Open {
        &self.open[variable as usize]
    }
}
