//! Says in Japanese, as an officer would, what a procedure requires and why a judgement is what it is.

mod applied;
mod picture;
mod procedure;
mod result;
mod rule;
mod table;

pub use picture::{Mark, Node, Picture, pictures};
pub use procedure::{UnknownProcedure, procedure};
pub use result::guidance;
pub(crate) use rule::parts;
pub use rule::{condition, lines};
pub use table::facts;

use crate::expression::Phrase;
use crate::facts::Source;
use crate::judge::ReasonFact;

/// The phrase as bullet points, one line each, indented by two columns a level.
fn bullets(phrase: &Phrase, depth: usize, text: &mut Vec<String>) {
    let indent = "　".repeat(depth);
    match phrase {
        Phrase::Line(line) => text.push(format!("{indent}・{line}\n")),
        Phrase::Group(head, parts) => {
            text.push(format!("{indent}・{head}\n"));
            for part in parts {
                bullets(part, depth + 1, text);
            }
        }
    }
}

/// A fact with its value and source, or with the reason it is unknown.
fn fact_in_words(fact: &ReasonFact) -> String {
    match (&fact.value, fact.unknown) {
        (Some(value), _) => format!(
            "{}: {value}［{}］",
            fact.label,
            fact.source.map_or("", Source::label)
        ),
        (None, Some(reason)) => format!("{}: {}", fact.label, reason.label()),
        (None, None) => fact.label.clone(),
    }
}
