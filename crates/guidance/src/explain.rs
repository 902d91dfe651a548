//! Says in Japanese, as an officer would, what a procedure requires and why a judgement is what it is.

mod procedure;
mod result;
mod table;

pub use procedure::{UnknownProcedure, procedure};
pub use result::guidance;
pub use table::facts;

use crate::expression::Phrase;

/// The phrase as bullet points, one line each, indented by two columns a level.
fn bullets(phrase: &Phrase, depth: usize, text: &mut String) {
    let indent = "　".repeat(depth);
    match phrase {
        Phrase::Line(line) => *text += &format!("{indent}・{line}\n"),
        Phrase::Group(head, parts) => {
            *text += &format!("{indent}・{head}\n");
            parts.iter().for_each(|part| bullets(part, depth + 1, text));
        }
    }
}
