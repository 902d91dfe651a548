//! The language of conditions: small, infix, total, without loops.
//!
//! `moves and health_insurance is national`, `any member (child_benefit is child and not moves)`,
//! `birth_date attains 65`. A text is parsed ([`syntax`]), its names are resolved and its types checked
//! ([`resolve`]), and the result is an [`Expression`] that refers to facts by their place in the release.

mod lexer;
mod parser;
mod print;
mod resolve;
pub mod syntax;

use chrono::{Days, Months, NaiveDate};
use madoguchi_model::case::LifeEvent;

use crate::dates::{self, DayRange};

pub use print::Phrase;
pub(crate) use print::{phrase, phrase_in_full};
pub use resolve::{Names, Scope, resolve};
pub use syntax::{ExpressionError, parse};

/// Whether a word has a meaning of its own in conditions, so that no fact may be named so.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    parser::RESERVED.contains(&word)
}

/// The place of a fact's definition in its release.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FactIndex(pub u16);

/// A condition with its names resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expression {
    /// Always or never.
    Constant(bool),
    /// The visit is for this life event.
    Event(LifeEvent),
    /// The fact has one of the values (bit n: choice n; a yes-no fact has 0 no and 1 yes).
    OneOf {
        /// The fact.
        fact: FactIndex,
        /// The values.
        values: u64,
    },
    /// The date passes the test.
    Date {
        /// The fact.
        fact: FactIndex,
        /// The test.
        test: DateTest,
    },
    /// The opposite.
    Not(Box<Self>),
    /// Every one of them.
    All(Vec<Self>),
    /// At least one of them.
    Any(Vec<Self>),
    /// Something about the members of the household as they are in the situation.
    Members {
        /// How many.
        quantifier: Quantifier,
        /// Without the member the condition is about.
        others: bool,
        /// Only members of whom this holds.
        filter: Option<Box<Self>>,
        /// What holds of them.
        body: Box<Self>,
    },
    /// A condition with a name of its own.
    Named {
        /// The place of the definition in its release.
        definition: u16,
        /// What it stands for.
        body: Box<Self>,
    },
}

/// How many members.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Every one; true when there is none.
    All,
    /// At least so many.
    AtLeast(u32),
}

/// A test of a date. Each is true on one run of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateTest {
    /// Born so that the age is attained by the reference date (the day before the birthday).
    Attains(u32),
    /// Born so that this birthday itself has come by the reference date.
    Birthday(u32),
    /// Born so that the person is in one of these school years (1 to 9) on the reference date.
    Grade(u32, u32),
    /// Born so that the reference date is not after the fiscal year in which the age is attained.
    FiscalYearEnd(u32),
    /// On the bound or earlier.
    NotAfter(DateBound),
    /// On the bound or later.
    NotBefore(DateBound),
}

/// What a date is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateBound {
    /// A fixed day; the reference date when there is none.
    pub day: Option<NaiveDate>,
    /// Months after it (before it when negative), counted to the same day of the month or the last one.
    pub months: i32,
    /// Days after that (before it when negative).
    pub days: i32,
}

impl DateBound {
    /// The day it is.
    #[must_use]
    pub fn on(&self, reference: NaiveDate) -> NaiveDate {
        let day = self.day.unwrap_or(reference);
        let months = Months::new(self.months.unsigned_abs());
        let shifted = if self.months.is_negative() {
            day.checked_sub_months(months)
        } else {
            day.checked_add_months(months)
        };
        let days = Days::new(u64::from(self.days.unsigned_abs()));
        let moved = shifted.and_then(|day| {
            if self.days.is_negative() {
                day.checked_sub_days(days)
            } else {
                day.checked_add_days(days)
            }
        });
        moved.unwrap_or(day)
    }
}

impl DateTest {
    /// The days on which it is true.
    #[must_use]
    pub fn days(&self, reference: NaiveDate) -> DayRange {
        match *self {
            Self::Attains(age) => dates::born_attaining(age, reference),
            Self::Birthday(age) => dates::born_with_birthday(age, reference),
            Self::Grade(from, to) => dates::born_in_grades(from, to, reference),
            Self::FiscalYearEnd(age) => dates::born_within_fiscal_year_end(age, reference),
            Self::NotAfter(bound) => DayRange::until(bound.on(reference)),
            Self::NotBefore(bound) => DayRange::from(bound.on(reference)),
        }
    }
}

impl Expression {
    /// Calls `see` with the expression and everything it is made of.
    pub(crate) fn each<'e>(&'e self, see: &mut impl FnMut(&'e Self)) {
        see(self);
        match self {
            Self::Constant(_) | Self::Event(_) | Self::OneOf { .. } | Self::Date { .. } => {}
            Self::Not(body) | Self::Named { body, .. } => body.each(see),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each(see)),
            Self::Members { filter, body, .. } => {
                if let Some(filter) = filter {
                    filter.each(see);
                }
                body.each(see);
            }
        }
    }

    /// Calls `see` with every fact the expression names.
    pub fn each_fact(&self, see: &mut impl FnMut(FactIndex)) {
        self.each(&mut |part| {
            if let Self::OneOf { fact, .. } | Self::Date { fact, .. } = part {
                see(*fact);
            }
        });
    }
}
