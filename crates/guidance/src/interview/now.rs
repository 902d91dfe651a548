//! Which of the open questions to put to the visitor now.

use super::Question;
use crate::catalogue::Release;

/// The questions without those that wait for another open one: who is asked first whether anybody in the family has
/// a certificate need not be asked for each of them. Never empty while a question is open.
#[must_use]
pub fn to_ask_now<'q>(release: &Release, questions: &'q [Question]) -> Vec<&'q Question> {
    let open = |fact: &str, about: &Question| {
        questions.iter().any(|question| {
            let same_person =
                question.about.is_none() || about.about.is_none() || question.about == about.about;
            question.key.fact == fact && same_person
        })
    };
    let waits = |question: &Question| {
        let first = release
            .fact(&question.key.fact)
            .and_then(|fact| fact.after.as_deref());
        // A chain would be a mistake of the catalogue; it must not hide a question.
        first.is_some_and(|first| {
            release.fact(first).is_some_and(|first| first.after.is_none()) && open(first, question)
        })
    };
    questions.iter().filter(|question| !waits(question)).collect()
}
