//! What is left of a rule when the known facts are put in.
//!
//! Open facts become variables; a rule becomes a constant, or a small tree over the open facts it still
//! depends on. Dates are cut into bands at the days the rules compare them with.

mod build;
mod specialise;
mod universe;

pub(crate) use build::{Builder, MOST_VALUES};
pub(crate) use specialise::Specialiser;
pub(crate) use universe::{Open, Universe, Value};

use crate::dates::DayRange;
use crate::diagram::Variable;

/// A rule with the known facts put in.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Residual {
    Constant(bool),
    /// The variable has one of the values.
    Values(Variable, u64),
    /// The date is in the run of days.
    Days(Variable, DayRange),
    Not(Box<Self>),
    All(Vec<Self>),
    AtLeast(usize, Vec<Self>),
}

impl Residual {
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(!value),
            Self::Not(body) => *body,
            other => Self::Not(Box::new(other)),
        }
    }

    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut open = Vec::new();
        for part in parts {
            match part {
                Self::Constant(true) => {}
                Self::Constant(false) => return Self::Constant(false),
                other => open.push(other),
            }
        }
        match open.len() {
            0 => Self::Constant(true),
            1 => open.remove(0),
            _ => Self::All(open),
        }
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::all(parts.into_iter().map(Self::negated)).negated()
    }

    /// Calls with every variable, as often as it stands here.
    pub(crate) fn each_variable(&self, call: &mut impl FnMut(Variable)) {
        match self {
            Self::Constant(_) => {}
            Self::Values(variable, _) | Self::Days(variable, _) => call(*variable),
            Self::Not(body) => body.each_variable(call),
            Self::All(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.each_variable(call);
                }
            }
        }
    }

    pub(crate) fn at_least(count: u32, parts: impl IntoIterator<Item = Self>) -> Self {
        let mut left = count as usize;
        let mut open = Vec::new();
        for part in parts {
            match part {
                Self::Constant(true) => left = left.saturating_sub(1),
                Self::Constant(false) => {}
                other => open.push(other),
            }
        }
        match left {
            0 => Self::Constant(true),
            _ if left > open.len() => Self::Constant(false),
            1 => Self::any(open),
            _ => Self::AtLeast(left, open),
        }
    }
}
