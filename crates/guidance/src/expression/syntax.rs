//! The condition as it was written, before its names are resolved.

use chrono::NaiveDate;
use thiserror::Error;

use super::Quantifier;

pub use super::parser::parse;

/// A mistake in a condition.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// Byte offset in the text of the condition.
    pub offset: usize,
    /// What is wrong and what would be right, in Japanese.
    pub message: String,
}

impl ExpressionError {
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self {
            offset,
            message: message.into(),
        }
    }
}

/// A name with the place where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Byte offset in the condition.
    pub offset: usize,
}

/// A parsed condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// `true`, `false`
    Constant(bool),
    /// `event move_within`
    Event(Name),
    /// A yes-no fact or a definition.
    Name(Name),
    /// `fact is choice`, `fact in [choice, choice]`, and with `not`
    OneOf {
        /// The fact.
        fact: Name,
        /// The choices.
        choices: Vec<Name>,
        /// With `not`.
        negated: bool,
    },
    /// `fact attains 65` and the other tests of a date
    Date {
        /// The fact.
        fact: Name,
        /// The test.
        test: DateSyntax,
    },
    /// `not x`
    Not(Box<Self>),
    /// `x and y`
    All(Vec<Self>),
    /// `x or y`
    Any(Vec<Self>),
    /// `any member (x)`, `all other members where x have (y)`
    Members {
        /// How many.
        quantifier: Quantifier,
        /// `other`
        others: bool,
        /// `where x`
        filter: Option<Box<Self>>,
        /// What holds of them.
        body: Box<Self>,
        /// Byte offset in the condition.
        offset: usize,
    },
}

/// A parsed test of a date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DateSyntax {
    /// `attains 65`
    Attains(u32),
    /// `birthday 75`
    Birthday(u32),
    /// `grade 1..9`
    Grade(u32, u32),
    /// `fiscal_year_end 18`
    FiscalYearEnd(u32),
    /// `<= reference_date + 3 months`
    Compare {
        /// `<`, `<=`, `>` or `>=`
        sign: &'static str,
        /// A fixed day; the reference date when there is none.
        day: Option<NaiveDate>,
        /// Months after it.
        months: i32,
        /// Days after that.
        days: i32,
    },
}
