//! The interview: which questions can still change something, and in which order to ask them.

mod influence;
mod now;
mod order;
mod relevance;
pub mod table;

use serde::{Deserialize, Serialize};

use crate::catalogue::Choice;
use crate::facts::FactKey;
use crate::judge::Person;

pub use now::to_ask_now;
pub(crate) use order::questions;
pub(crate) use relevance::matters;

/// What can be answered. 分からない is always possible beside it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum QuestionKind {
    /// はい / いいえ
    Bool,
    /// One of the choices.
    Choice {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// A date.
    Date {
        /// It cannot be after the reference date.
        not_future: bool,
    },
}

/// A question whose answer can still change something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The fact it asks for.
    pub key: FactKey,
    /// The question.
    pub text: String,
    /// The question in やさしい日本語.
    pub plain: String,
    /// Help for the one who asks.
    pub help: String,
    /// What can be answered.
    pub kind: QuestionKind,
    /// The id of the topic it belongs to.
    pub topic: String,
    /// The topic's label.
    pub topic_label: String,
    /// The person it is about; none for the visit.
    pub about: Option<Person>,
    /// Who can answer, for people.
    pub who: String,
    /// Ids of the procedures for which the answer can still change something, in the catalogue's order.
    pub affects: Vec<String>,
    /// How many judgements an answer decides on average, in thousandths.
    pub decides: u32,
}
