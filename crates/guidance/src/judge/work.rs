//! The common ground of one judging: open facts, diagrams, possible completions, instances.

use madoguchi_model::open_days::OpenDays;

use super::feasible::Feasible;
use super::guidance::{Conflict, Person};
use super::instance::{Conditions, Instance};
use super::reasons;
use super::results::subjects;
use crate::catalogue::{FactKind, Impossible, Procedure, Release};
use crate::diagram::Function;
use crate::expression::FactIndex;
use crate::facts::{Fact, FactValue};
use crate::residual::{Builder, Residual, Specialiser, Universe};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

pub(crate) struct Work<'s> {
    pub(crate) release: &'s Release,
    pub(crate) situation: &'s Situation,
    pub(crate) settings: &'s MunicipalitySettings,
    pub(crate) calendar: OpenDays,
    pub(crate) universe: Universe<'s>,
    pub(crate) builder: Builder,
    pub(crate) feasible: Feasible,
    pub(crate) instances: Vec<Instance<'s>>,
    /// Impossible combinations that leave out completions, and the completions they allow.
    pub(crate) excluding: Vec<(&'s Impossible, Function)>,
    /// Impossible combinations that the known facts contain.
    contradicted: Vec<(&'s Impossible, Option<usize>)>,
}

impl<'s> Work<'s> {
    pub(crate) fn new(
        release: &'s Release,
        situation: &'s Situation,
        settings: &'s MunicipalitySettings,
    ) -> Result<Self, SituationError> {
        let Left {
            universe,
            rules,
            must_hold,
            conditions,
        } = Left::of(release, situation, settings);
        let residuals = conditions
            .iter()
            .flat_map(|(_, _, conditions)| conditions.residuals());
        let mut builder =
            Builder::new(&universe, residuals.chain(&must_hold)).map_err(SituationError::TooComplex)?;
        let must_hold: Vec<Function> = must_hold
            .iter()
            .map(|residual: &Residual| builder.function(residual))
            .collect();
        let (feasible, contradicting) = Feasible::new(&mut builder.diagrams, &must_hold);
        let instances = conditions
            .iter()
            .map(|(procedure, member, conditions)| {
                Instance::new(procedure, *member, conditions, &mut builder)
            })
            .collect();
        let excluding = rules
            .iter()
            .zip(&must_hold)
            .enumerate()
            .filter(|(place, (_, function))| **function != Function::TRUE && !contradicting.contains(place))
            .map(|(_, ((impossible, _), function))| (*impossible, *function))
            .collect();
        let contradicted = contradicting.into_iter().map(|place| rules[place]).collect();
        let calendar = settings.calendar();
        Ok(Self {
            release,
            situation,
            settings,
            calendar,
            universe,
            builder,
            feasible,
            instances,
            excluding,
            contradicted,
        })
    }

    /// Whether some possible completion makes the function true.
    pub(crate) fn allows(&mut self, function: Function) -> bool {
        self.feasible.allows(&mut self.builder.diagrams, function)
    }

    /// Whether the part applies in some completion in which the procedure is required; and in all of them.
    pub(crate) fn applies(&mut self, required: Function, part: Function) -> (bool, bool) {
        if !self.allows(part) {
            return (false, false);
        }
        let not = self.builder.diagrams.not(part);
        let without = self.builder.diagrams.and(required, not);
        (true, !self.allows(without))
    }

    pub(crate) fn person(&self, member: Option<usize>) -> Option<Person> {
        let member = &self.situation.members[member?];
        Some(Person {
            id: member.key.clone(),
            name: member.label.clone(),
        })
    }

    pub(crate) fn conflicts(&self) -> Vec<Conflict> {
        let mut conflicts: Vec<Conflict> = self
            .contradicted
            .iter()
            .map(|(impossible, member)| {
                let mut facts = Vec::new();
                impossible.rule.expression.each_fact(&mut |fact| {
                    let fact = reasons::reason_fact(self, fact, *member);
                    if !facts.contains(&fact) {
                        facts.push(fact);
                    }
                });
                Conflict {
                    text: impossible.text.clone(),
                    person: self.person(*member),
                    facts,
                }
            })
            .collect();
        for (key, fact) in &self.situation.facts {
            let Fact::Known {
                value: FactValue::Date(date),
                ..
            } = fact
            else {
                continue;
            };
            let Some(place) = self.release.fact_index(&key.fact) else {
                continue;
            };
            let definition = self.release.fact_at(place);
            if definition.kind == (FactKind::Date { not_future: true })
                && date.range().0 > self.situation.reference_date
            {
                let member = key.subject.member();
                let member = member.and_then(|key| self.situation.members.iter().position(|m| m.key == *key));
                conflicts.push(Conflict {
                    text: format!("{}が判定の基準日より後になっています", definition.label),
                    person: self.person(member),
                    facts: vec![reasons::reason_fact(self, place, member)],
                });
            }
        }
        conflicts
    }

    pub(crate) fn open(&self, fact: FactIndex, member: Option<usize>) -> Option<u32> {
        self.universe.variable(fact, member)
    }
}

/// What the known facts leave of the rules.
pub(crate) struct Left<'s> {
    pub(crate) universe: Universe<'s>,
    rules: Vec<(&'s Impossible, Option<usize>)>,
    /// The impossible combinations, negated, in the order of `rules`.
    must_hold: Vec<Residual>,
    conditions: Vec<(&'s Procedure, Option<usize>, Conditions)>,
}

impl<'s> Left<'s> {
    pub(crate) fn of(
        release: &'s Release,
        situation: &'s Situation,
        settings: &'s MunicipalitySettings,
    ) -> Self {
        let places = release.looked_at(situation.reference_date, &situation.events);
        let used = release.facts_used(places.iter().copied());
        let universe = Universe::new(release, situation, settings, &used);
        let specialiser = Specialiser { universe: &universe };
        let members = situation.members.len();
        let mut rules = Vec::new();
        let mut must_hold = Vec::new();
        for impossible in release.impossible() {
            for member in subjects(impossible.subject, members) {
                rules.push((impossible, member));
                must_hold.push(
                    specialiser
                        .residual(&impossible.rule.expression, member)
                        .negated(),
                );
            }
        }
        let mut conditions = Vec::new();
        for place in &places {
            let procedure: &Procedure = &release.procedures()[*place];
            for member in subjects(procedure.subject, members) {
                conditions.push((
                    procedure,
                    member,
                    Conditions::new(procedure, member, &specialiser),
                ));
            }
        }
        Self {
            universe,
            rules,
            must_hold,
            conditions,
        }
    }

    pub(crate) fn residuals(&self) -> impl Iterator<Item = &Residual> {
        let conditions = self.conditions.iter();
        let conditions = conditions.flat_map(|(_, _, conditions)| conditions.residuals());
        conditions.chain(&self.must_hold)
    }
}
