//! Conditions as functions of everything they speak of: the facts, whoever sets them, and the life events.
//!
//! A judging puts in what is known; here nothing is, so that what holds on a ground holds in every visit on its day
//! with so many members.

use chrono::{Days, NaiveDate};
use madoguchi_model::case::LifeEvent;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{FactKind, Release, SubjectKind};
use crate::dates::{DayRange, FIRST_DAY, LAST_DAY};
use crate::diagram::{Diagrams, Function, Variable};
use crate::expression::{Expression, FactIndex, Quantifier};
use crate::judge::{Feasible, subjects};
use crate::residual::MOST_VALUES;

/// Operands that are left out of a condition.
#[derive(Clone, Default)]
pub(super) struct LeftOut<'r> {
    operands: Vec<&'r Expression>,
    /// What the operands stand in, and so reads otherwise without them.
    around: Vec<&'r Expression>,
}

impl<'r> LeftOut<'r> {
    /// Leaves out one more, which stands in all of `around`.
    pub(super) fn push(&mut self, operand: &'r Expression, around: &[&'r Expression]) {
        self.operands.push(operand);
        self.around.extend(around);
    }

    fn has(&self, operand: &Expression) -> bool {
        self.operands
            .iter()
            .any(|left_out| std::ptr::eq(*left_out, operand))
    }

    fn changes(&self, expression: &Expression) -> bool {
        self.around.iter().any(|around| std::ptr::eq(*around, expression))
    }
}

/// The members a condition is about: none for the visit.
type Member = Option<usize>;

pub(super) struct Ground<'r> {
    pub(super) diagrams: Diagrams,
    release: &'r Release,
    day: NaiveDate,
    members: usize,
    facts: FxHashMap<(FactIndex, Member), Variable>,
    /// For each date, the first day of each band.
    bands: BTreeMap<FactIndex, Vec<NaiveDate>>,
    /// By the place of the condition in memory; a named one by its definition.
    made: FxHashMap<(*const Expression, Member), Function>,
    named: FxHashMap<(u16, Member), Function>,
    /// What the impossible combinations leave possible, each with its place in the release.
    must_hold: Vec<(usize, Function)>,
    feasible: Feasible,
}

impl<'r> Ground<'r> {
    /// The ground for some conditions, and the impossible combinations. None where a date is cut into too many bands.
    pub(super) fn new(
        release: &'r Release,
        day: NaiveDate,
        members: usize,
        conditions: &[&'r Expression],
    ) -> Option<Self> {
        let mut cuts: BTreeMap<FactIndex, BTreeSet<NaiveDate>> = BTreeMap::new();
        let impossible = release.impossible().iter().map(|rule| &rule.rule.expression);
        for condition in conditions.iter().copied().chain(impossible) {
            condition.each(&mut |part| match part {
                Expression::OneOf { fact, .. } => {
                    cuts.entry(*fact).or_default();
                }
                Expression::Date { fact, test } => {
                    let days = test.days(day);
                    cuts.entry(*fact)
                        .or_default()
                        .extend([days.first, days.last + Days::new(1)]);
                }
                _ => {}
            });
        }
        let (mut sizes, mut facts, mut bands) = (
            vec![2; LifeEvent::ALL.len()],
            FxHashMap::default(),
            BTreeMap::new(),
        );
        for member in subjects(SubjectKind::Visit, members).chain(subjects(SubjectKind::Member, members)) {
            for (fact, cuts) in &cuts {
                let definition = release.fact_at(*fact);
                if (definition.subject == SubjectKind::Member) != member.is_some() {
                    continue;
                }
                facts.insert((*fact, member), u32::try_from(sizes.len()).ok()?);
                let size = match definition.kind {
                    FactKind::Date { .. } => {
                        let DayRange { first, last } = possible_days(release, *fact, day);
                        let starts = bands.entry(*fact).or_insert_with(|| {
                            let inside = cuts.iter().filter(|cut| first < **cut && **cut <= last);
                            std::iter::once(first).chain(inside.copied()).collect::<Vec<_>>()
                        });
                        u32::try_from(starts.len()).ok()?
                    }
                    _ => definition.values()?,
                };
                if size as usize > MOST_VALUES {
                    return None;
                }
                sizes.push(size);
            }
        }
        let mut ground = Self {
            diagrams: Diagrams::new(sizes),
            release,
            day,
            members,
            facts,
            bands,
            made: FxHashMap::default(),
            named: FxHashMap::default(),
            must_hold: Vec::new(),
            feasible: Feasible::default(),
        };
        for (place, rule) in release.impossible().iter().enumerate() {
            for member in subjects(rule.subject, members) {
                let function = ground.function(&rule.rule.expression, member);
                let not = ground.diagrams.not(function);
                ground.must_hold.push((place, not));
            }
        }
        let must_hold: Vec<_> = ground.must_hold.iter().map(|(_, function)| *function).collect();
        ground.feasible = Feasible::new(&mut ground.diagrams, &must_hold).0;
        Some(ground)
    }

    /// Whether the function is true of some possible combination of facts.
    pub(super) fn allows(&mut self, function: Function) -> bool {
        self.feasible.allows(&mut self.diagrams, function)
    }

    /// What the impossible combinations but those left out still allow, as far as it can matter to a function.
    pub(super) fn allowed_without(&mut self, function: Function, left_out: &[usize]) -> Function {
        let mut open: Vec<_> = self
            .must_hold
            .iter()
            .filter(|(place, _)| !left_out.contains(place))
            .map(|(_, function)| *function)
            .collect();
        let mut all = Function::TRUE;
        let mut variables: BTreeSet<_> = self.diagrams.support(function).into_iter().collect();
        loop {
            let (touching, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|function| {
                let support = self.diagrams.support(*function);
                support.iter().any(|variable| variables.contains(variable))
            });
            if touching.is_empty() {
                return all;
            }
            for function in touching {
                variables.extend(self.diagrams.support(function));
                all = self.diagrams.and(all, function);
            }
            open = rest;
        }
    }

    /// True where the visit is for one of the life events.
    pub(super) fn visit_for(&mut self, events: &[LifeEvent]) -> Function {
        events.iter().fold(Function::FALSE, |any, event| {
            let event = self.event(*event);
            self.diagrams.or(any, event)
        })
    }

    fn event(&mut self, event: LifeEvent) -> Function {
        let place = LifeEvent::ALL.iter().position(|known| *known == event);
        let variable = place.and_then(|place| u32::try_from(place).ok());
        variable.map_or(Function::FALSE, |variable| self.diagrams.test(variable, 0b10))
    }

    /// The condition about a member, or about the visit.
    pub(super) fn function(&mut self, expression: &'r Expression, member: Member) -> Function {
        self.without(expression, member, &LeftOut::default())
    }

    /// The condition as it would be without some of its operands.
    pub(super) fn without(
        &mut self,
        expression: &'r Expression,
        member: Member,
        left_out: &LeftOut<'r>,
    ) -> Function {
        if left_out.changes(expression) {
            return self.make(expression, member, left_out);
        }
        let key = (std::ptr::from_ref(expression), member);
        if let Some(made) = self.made.get(&key) {
            return *made;
        }
        let made = self.make(expression, member, left_out);
        self.made.insert(key, made);
        made
    }

    fn make(&mut self, expression: &'r Expression, member: Member, left_out: &LeftOut<'r>) -> Function {
        match expression {
            Expression::Constant(value) => Function::constant(*value),
            Expression::Event(event) => self.event(*event),
            Expression::OneOf { fact, values } => self.test(*fact, member, *values),
            Expression::Date { fact, test } => {
                let days = test.days(self.day);
                let starts = self.bands.get(fact).into_iter().flatten();
                let mask: u64 = (0_u32..)
                    .zip(starts)
                    .filter(|(_, start)| days.contains(**start))
                    .map(|(band, _)| 1_u64 << band)
                    .sum();
                self.test(*fact, member, mask)
            }
            Expression::Not(body) => {
                let body = self.without(body, member, left_out);
                self.diagrams.not(body)
            }
            Expression::All(parts) => {
                parts
                    .iter()
                    .filter(|part| !left_out.has(part))
                    .fold(Function::TRUE, |all, part| {
                        let part = self.without(part, member, left_out);
                        self.diagrams.and(all, part)
                    })
            }
            Expression::Any(parts) => {
                parts
                    .iter()
                    .filter(|part| !left_out.has(part))
                    .fold(Function::FALSE, |any, part| {
                        let part = self.without(part, member, left_out);
                        self.diagrams.or(any, part)
                    })
            }
            Expression::Named { definition, body } => {
                let key = (*definition, member);
                if let Some(made) = self.named.get(&key) {
                    return *made;
                }
                let made = self.without(body, member, left_out);
                self.named.insert(key, made);
                made
            }
            Expression::Members {
                quantifier,
                others,
                filter,
                body,
            } => {
                let (mut of_whom, mut hold) = (Vec::new(), Vec::new());
                for other in (0..self.members).filter(|other| !(*others && Some(*other) == member)) {
                    let filter = filter.as_ref().map_or(Function::TRUE, |filter| {
                        self.without(filter, Some(other), left_out)
                    });
                    let body = self.without(body, Some(other), left_out);
                    of_whom.push(filter);
                    hold.push(self.diagrams.and(filter, body));
                }
                match quantifier {
                    Quantifier::Any => self.diagrams.at_least(1, &hold),
                    Quantifier::AtLeast(count) => self.diagrams.at_least(*count as usize, &hold),
                    Quantifier::All => {
                        of_whom
                            .into_iter()
                            .zip(hold)
                            .fold(Function::TRUE, |all, (of_whom, holds)| {
                                let not = self.diagrams.not(of_whom);
                                let holds = self.diagrams.or(not, holds);
                                self.diagrams.and(all, holds)
                            })
                    }
                }
            }
        }
    }

    fn test(&mut self, fact: FactIndex, member: Member, mask: u64) -> Function {
        let member = match self.release.fact_at(fact).subject {
            SubjectKind::Visit => None,
            SubjectKind::Member => member,
        };
        let variable = self.facts.get(&(fact, member)).copied();
        variable.map_or(Function::FALSE, |variable| self.diagrams.test(variable, mask))
    }
}

/// The days a date can be.
pub(super) fn possible_days(release: &Release, fact: FactIndex, day: NaiveDate) -> DayRange {
    let not_future = release.fact_at(fact).kind == (FactKind::Date { not_future: true });
    DayRange {
        first: FIRST_DAY,
        last: if not_future { day } else { LAST_DAY },
    }
}
