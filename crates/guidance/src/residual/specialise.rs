//! Puts the known facts into a condition.

use super::{Residual, Universe, Value};
use crate::dates::{DayRange, FIRST_DAY};
use crate::expression::{Expression, FactIndex, Quantifier};

pub(crate) struct Specialiser<'u, 's> {
    pub(crate) universe: &'u Universe<'s>,
}

impl Specialiser<'_, '_> {
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
                let members = (0..self.universe.situation.members.len())
                    .filter(|other| !(*others && Some(*other) == member))
                    .map(|other| {
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

/// The mask of so many values.
fn every(values: u32) -> u64 {
    u64::MAX >> (64 - values.clamp(1, 64))
}
