//! The open facts of a situation, each a variable with its place in the order.

use chrono::NaiveDate;
use madoguchi_model::register_date::RegisterDate;

use crate::catalogue::{FactKind, FactSet, Release, SubjectKind, WhoAnswers};
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
    /// One row of facts for the visit and one for each member.
    slots: Vec<Slot>,
}

/// What is known of one fact.
#[derive(Clone, Copy)]
enum Slot {
    /// No rule speaks of it.
    Unused,
    Known(Value),
    Open(Variable),
}

impl<'s> Universe<'s> {
    /// Only the facts in `used` become open: what no rule speaks of need not be looked at.
    pub(crate) fn new(
        release: &'s Release,
        situation: &'s Situation,
        settings: &MunicipalitySettings,
        used: &FactSet,
    ) -> Self {
        let width = release.facts().len();
        let mut universe = Self {
            release,
            situation,
            open: Vec::new(),
            slots: vec![Slot::Unused; width * (situation.members.len() + 1)],
        };
        let mut given: Vec<Option<&Fact>> = vec![None; universe.slots.len()];
        for (key, fact) in &situation.facts {
            let member = key.subject.member();
            let row = member.and_then(|key| situation.members.iter().position(|m| m.key == *key));
            if let (Some(place), true) = (release.fact_index(&key.fact), row.is_some() == member.is_some()) {
                given[universe.slot(place, row)] = Some(fact);
            }
        }
        let rows = std::iter::once(None).chain((0..situation.members.len()).map(Some));
        for member in rows {
            let about = match member {
                Some(_) => SubjectKind::Member,
                None => SubjectKind::Visit,
            };
            for (fact, definition) in (0..).map(FactIndex).zip(release.facts()) {
                if definition.subject == about && used.contains(fact) {
                    let given = given[universe.slot(fact, member)];
                    universe.add(fact, member, given, settings);
                }
            }
        }
        universe
    }

    fn add(
        &mut self,
        fact: FactIndex,
        member: Option<usize>,
        given: Option<&Fact>,
        settings: &MunicipalitySettings,
    ) {
        let definition = self.release.fact_at(fact);
        let mut days = None;
        let reason = match given {
            Some(Fact::Known { value, .. }) => match value {
                FactValue::Date(date) if date.range().0 < date.range().1 => {
                    days = Some(DayRange {
                        first: date.range().0,
                        last: date.range().1,
                    });
                    None
                }
                known => return self.know(fact, member, known),
            },
            Some(Fact::Unknown(reason)) => Some(*reason),
            None if definition.who == WhoAnswers::Municipality => {
                let set = settings
                    .facts
                    .get(&definition.id)
                    .copied()
                    .or(definition.municipal_default);
                return self.know(fact, member, &FactValue::Bool(set.unwrap_or(false)));
            }
            // 届出日: the reference date where nobody said otherwise. It is never a question.
            None if definition.built_in => {
                let today = RegisterDate::Known(self.situation.reference_date);
                return self.know(fact, member, &FactValue::Date(today));
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
        let slot = self.slot(fact, member);
        self.slots[slot] = Slot::Open(variable);
        self.open.push(Open {
            fact,
            member,
            reason,
            days,
            values: definition.values().unwrap_or(1),
        });
    }

    /// The place of a fact's slot, for a member or for the visit.
    fn slot(&self, fact: FactIndex, member: Option<usize>) -> usize {
        member.map_or(0, |member| member + 1) * self.release.facts().len() + usize::from(fact.0)
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
        let slot = self.slot(fact, member);
        self.slots[slot] = Slot::Known(value);
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
        match self.slots[self.slot(fact, self.owner(fact, member))] {
            Slot::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The variable, if it is open.
    pub(crate) fn variable(&self, fact: FactIndex, member: Option<usize>) -> Option<Variable> {
        match self.slots[self.slot(fact, self.owner(fact, member))] {
            Slot::Open(variable) => Some(variable),
            _ => None,
        }
    }

    pub(crate) fn open(&self, variable: Variable) -> &Open {
        &self.open[variable as usize]
    }
}
