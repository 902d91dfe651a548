//! The answers given so far, as the page lists them.

use madoguchi_guidance::catalogue::{FactDefinition, FactKind};
use madoguchi_guidance::facts::{Answer, FactKey};
use madoguchi_guidance::interview::{Question, QuestionKind};
use madoguchi_guidance::judge::Person;

use super::known::value_text;
use crate::components::Shown;
use crate::staff::cases::CaseFile;

/// One answer.
pub(super) struct AnswerLine {
    pub(super) key: String,
    pub(super) person: String,
    pub(super) question: String,
    pub(super) value: Shown,
    pub(super) change: String,
}

/// The answers in force, in the release's order of facts.
pub(super) fn lines(file: &CaseFile) -> Vec<AnswerLine> {
    let place = |key: &FactKey| file.release.facts().iter().position(|fact| fact.id == key.fact);
    let mut answers: Vec<_> = file.answers.iter().collect();
    answers.sort_by_key(|(key, _)| place(key));
    answers
        .into_iter()
        .map(|(key, answer)| line(file, key, answer))
        .collect()
}

/// The answers as pairs of what was asked and what was answered.
pub(crate) fn answer_lines(file: &CaseFile) -> Vec<(String, Shown)> {
    let named = |line: AnswerLine| match line.person.as_str() {
        "" => (line.question, line.value),
        person => (format!("{person}　{}", line.question), line.value),
    };
    lines(file).into_iter().map(named).collect()
}

fn line(file: &CaseFile, key: &FactKey, answer: &Answer) -> AnswerLine {
    let definition = file.release.fact(&key.fact);
    let name = key.to_string();
    AnswerLine {
        person: person(file, key).map(|person| person.name).unwrap_or_default(),
        question: definition.map_or_else(|| key.fact.clone(), |fact| fact.label.clone()),
        value: if file.hides_answer(key) {
            Shown::Hidden
        } else {
            Shown::open(match answer {
                Answer::NotKnown => "分からない".to_owned(),
                Answer::Value(value) => value_text(definition.map(|fact| &fact.kind), value),
            })
        },
        change: format!("{}?change={}", file.href("interview"), encode(&name)),
        key: name,
    }
}

/// The question to an answer that was given, to ask it again.
pub(super) fn question_again(file: &CaseFile, key: &FactKey) -> Option<Question> {
    let fact: &FactDefinition = file.release.fact(&key.fact)?;
    let topic = file.release.topics().iter().find(|topic| topic.id == fact.topic);
    Some(Question {
        key: key.clone(),
        text: fact.question.clone(),
        plain: fact.plain.clone(),
        help: fact.help.clone(),
        kind: match &fact.kind {
            FactKind::Bool { .. } => QuestionKind::Bool,
            FactKind::Choice { choices } => QuestionKind::Choice {
                choices: choices.clone(),
            },
            FactKind::Date { not_future } => QuestionKind::Date {
                not_future: *not_future,
            },
        },
        topic: fact.topic.clone(),
        topic_label: topic.map(|topic| topic.label.clone()).unwrap_or_default(),
        about: person(file, key),
        who: fact.who.label().to_owned(),
        affects: Vec::new(),
        decides: 0,
    })
}

fn person(file: &CaseFile, key: &FactKey) -> Option<Person> {
    let member = key.subject.member()?;
    Some(Person {
        id: member.clone(),
        name: file.situation.label(member)?.to_owned(),
    })
}

/// A value in the query of an address.
fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
