//! Puts the known facts into a condition.

use super::{Residual, Universe, Value};
use crate::dates::{DayRange, FIRST_DAY};
use crate::diagram::Variable;
use crate::expression::{Expression, FactIndex, Quantifier};

pub(crate) struct Specialiser<'u, 's> {
    pub(crate) universe: &'u Universe<'s>,
}

impl Specialiser<'_, '_> {
    /// What the known facts alone make of a condition; none where it depends on open facts. Builds nothing.
    pub(crate) fn decided(&self, expression: &Expression, member: Option<usize>) -> Option<bool> {
        match expression {
            Expression::Not(body) => self.decided(body, member).map(|holds| !holds),
            Expression::Named { body, .. } => self.decided(body, member),
            Expression::All(parts) => all(parts.iter().map(|part| self.decided(part, member))),
            Expression::Any(parts) => any(parts.iter().map(|part| self.decided(part, member))),
            Expression::Members {
                quantifier,
                others,
                filter,
                body,
            } => {
                let counted = self.others(*others, member).map(|other| {
                    let filter = filter
                        .as_ref()
                        .map_or(Some(true), |filter| self.decided(filter, Some(other)));
                    match quantifier {
                        // Those of whom the filter does not hold do not stand in the way.
                        Quantifier::All => match filter {
                            Some(false) => Some(true),
                            Some(true) => self.decided(body, Some(other)),
                            None => self.decided(body, Some(other)).filter(|holds| *holds),
                        },
                        Quantifier::Any | Quantifier::AtLeast(_) => match filter {
                            Some(false) => Some(false),
                            Some(true) => self.decided(body, Some(other)),
                            None => self.decided(body, Some(other)).filter(|holds| !holds),
                        },
                    }
                });
                match quantifier {
                    Quantifier::All => all(counted),
                    Quantifier::Any => any(counted),
                    Quantifier::AtLeast(count) => at_least(*count, counted),
                }
            }
            leaf => match self.residual(leaf, member) {
                Residual::Constant(holds) => Some(holds),
                _ => None,
            },
        }
    }

    /// Calls with every open fact on which a condition that is not decided depends, as often as its residual names it.
    pub(crate) fn each_open(
        &self,
        expression: &Expression,
        member: Option<usize>,
        call: &mut impl FnMut(Variable),
    ) {
        match expression {
            Expression::Not(body) | Expression::Named { body, .. } => self.each_open(body, member, call),
            Expression::All(parts) | Expression::Any(parts) => {
                for part in parts.iter().filter(|part| self.decided(part, member).is_none()) {
                    self.each_open(part, member, call);
                }
            }
            // Of members, counting leaves out more than a part at a time: the residual is what is left.
            other => self.residual(other, member).each_variable(call),
        }
    }

    /// The members a quantifier speaks of.
    fn others(&self, others: bool, member: Option<usize>) -> impl Iterator<Item = usize> {
        (0..self.universe.situation.members.len()).filter(move |other| !(others && Some(*other) == member))
    }

    /// The condition about a member, or about the visit.
    pub(crate) fn residual(&self, expression: &Expression, member: Option<usize>) -> Residual {
        match expression {
            Expression::Constant(value) => Residual::Constant(*value),
            Expression::Event(event) => Residual::Constant(self.universe.situation.events.contains(event)),
            Expression::OneOf { fact, values } => match self.universe.value(*fact, member) {
                Some(Value::Index(value)) => Residual::Constant(values >> value & 1 == 1),
                _ => self.variable(*fact, member, |variable| {
                    match values & every(self.universe.open(variable).values) {
                        0 => Residual::Constant(false),
                        all if all == every(self.universe.open(variable).values) => Residual::Constant(true),
                        some => Residual::Values(variable, some),
                    }
                }),
            },
            Expression::Date { fact, test } => {
                let days = test.days(self.universe.situation.reference_date);
                match self.universe.value(*fact, member) {
                    Some(Value::Day(day)) => Residual::Constant(days.contains(day)),
                    _ => self.variable(*fact, member, |variable| {
                        let can_be = self
                            .universe
                            .open(variable)
                            .days
                            .unwrap_or(DayRange::from(FIRST_DAY));
                        if can_be.first >= days.first && can_be.last <= days.last {
                            Residual::Constant(true)
                        } else if can_be.first > days.last || can_be.last < days.first {
                            Residual::Constant(false)
                        } else {
                            Residual::Days(variable, days)
                        }
                    }),
                }
            }
            Expression::Not(body) => self.residual(body, member).negated(),
            Expression::All(parts) => Residual::all(parts.iter().map(|part| self.residual(part, member))),
            Expression::Any(parts) => Residual::any(parts.iter().map(|part| self.residual(part, member))),
            Expression::Named { body, .. } => self.residual(body, member),
            Expression::Members {
                quantifier,
                others,
                filter,
                body,
            } => {
                let members = self.others(*others, member).map(|other| {
                    let filter = filter
                        .as_ref()
                        .map_or(Residual::Constant(true), |f| self.residual(f, Some(other)));
                    (filter, self.residual(body, Some(other)))
                });
                match quantifier {
                    Quantifier::Any => {
                        Residual::any(members.map(|(filter, body)| Residual::all([filter, body])))
                    }
                    Quantifier::All => {
                        Residual::all(members.map(|(filter, body)| Residual::any([filter.negated(), body])))
                    }
                    Quantifier::AtLeast(count) => Residual::at_least(
                        *count,
                        members.map(|(filter, body)| Residual::all([filter, body])),
                    ),
                }
            }
        }
    }

    fn variable(&self, fact: FactIndex, member: Option<usize>, test: impl Fn(u32) -> Residual) -> Residual {
        // A fact is known or open; a type that does not fit was refused with the situation.
        self.universe
            .variable(fact, member)
            .map_or(Residual::Constant(false), test)
    }
}

/// Whether all hold: decided by one that does not.
fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut open = false;
    let fails = parts.any(|part| {
        open |= part.is_none();
        part == Some(false)
    });
    match (fails, open) {
        (true, _) => Some(false),
        (false, true) => None,
        (false, false) => Some(true),
    }
}

/// Whether one holds.
fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(parts.map(|part| part.map(|holds| !holds))).map(|none| !none)
}

/// Whether so many hold.
fn at_least(count: u32, parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let (mut hold, mut open) = (0, 0);
    for part in parts {
        match part {
            Some(true) => hold += 1,
            Some(false) => {}
            None => open += 1,
        }
    }
    if hold >= count {
        Some(true)
    } else if hold + open < count {
        Some(false)
    } else {
        None
    }
}

/// The mask of so many values.
fn every(values: u32) -> u64 {
    u64::MAX >> (64 - values.clamp(1, 64))
}
