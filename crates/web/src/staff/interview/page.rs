//! The interview page.

use std::collections::BTreeSet;

use askama::Template;
use madoguchi_guidance::facts::{FactKey, MemberKey};
use madoguchi_guidance::interview::{Question, to_ask_now};

use super::answers::{self, AnswerLine};
use super::known::{self, KnownFact};
use super::panel::Panel;
use super::questions::{self, TopicGroup};
use crate::components::{Banner, FormErrors, Progress, Tone};
use crate::form_data::FormData;
use crate::page::Chrome;
use crate::session::Officer;
use crate::staff::applications::wanted_forms;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place};

/// The field that says that the officer wants the questions in やさしい日本語 too, and its value.
const PLAIN: &str = "plain";
const SHOWN: &str = "on";

/// Whether a form or an address asks for やさしい日本語.
pub(super) fn wants_plain(data: &FormData) -> bool {
    data.raw(PLAIN) == SHOWN
}

/// The page.
#[derive(Template)]
#[template(path = "staff/interview/show.html")]
pub(super) struct InterviewPage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    progress: Progress,
    conflicts: Vec<Banner>,
    again: Vec<TopicGroup>,
    /// The key of that question, which the form sends back with the answer; empty where none is asked again.
    again_key: String,
    topics: Vec<TopicGroup>,
    answered: Vec<AnswerLine>,
    known: Vec<(String, Vec<KnownFact>)>,
    panel: Panel,
    plain: bool,
    can_prepare: bool,
    next: String,
}

impl InterviewPage {
    /// The page with what was typed. `again` is a question that was answered and is to be changed.
    pub(super) fn new(
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        again: Option<&FactKey>,
        typed: &FormData,
        errors: &FormErrors,
        changed: &[usize],
    ) -> Self {
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Interview, "聞き取り");
        let members: Vec<MemberKey> = file
            .situation
            .members
            .iter()
            .map(|member| member.key.clone())
            .collect();
        let now = to_ask_now(&file.release, &file.guidance.questions);
        let (done, open) = (file.answers.len(), now.len());
        let again: Vec<Question> = again
            .and_then(|key| answers::question_again(file, key))
            .into_iter()
            .collect();
        Self {
            chrome: chrome.errors(errors),
            frame,
            may_edit: editing.allowed(),
            progress: Progress::new("interview-progress", "聞き取りの進み具合", done, done + open),
            conflicts: conflicts(file),
            again_key: again
                .first()
                .map(|question| question.key.to_string())
                .unwrap_or_default(),
            again: questions::group(
                &file.release,
                &again.iter().collect::<Vec<_>>(),
                &members,
                typed,
                errors,
            ),
            topics: questions::group(&file.release, &now, &members, typed, errors),
            answered: answers::lines(file),
            known: by_person(known::known(file)),
            panel: Panel::new(&file.decided(), changed),
            plain: false,
            can_prepare: file.applications.is_empty() && !file.withheld() && !wanted_forms(file).is_empty(),
            next: file.href("applications"),
        }
    }

    /// Shows the questions in やさしい日本語 too.
    pub(super) fn plain(mut self, plain: bool) -> Self {
        self.plain = plain;
        self
    }
}

fn conflicts(file: &CaseFile) -> Vec<Banner> {
    let conflicts = file.guidance.conflicts.iter();
    conflicts
        .map(|conflict| {
            let whose = conflict
                .person
                .as_ref()
                .map(|person| format!("{}さん：", person.name))
                .unwrap_or_default();
            let facts = conflict.facts.iter().map(|fact| {
                let value = fact.value.as_deref().filter(|_| !file.hides(&fact.key.fact));
                format!("{}　{}", fact.label, value.unwrap_or("（表示していません）"))
            });
            facts.fold(
                Banner::new(
                    Tone::Alert,
                    format!("{whose}食い違いがあります。{}", conflict.text),
                ),
                Banner::line,
            )
        })
        .collect()
}

/// Facts by person, the visit first, in the order they come.
fn by_person(facts: Vec<KnownFact>) -> Vec<(String, Vec<KnownFact>)> {
    let mut groups: Vec<(String, Vec<KnownFact>)> = Vec::new();
    for fact in facts {
        match groups.iter_mut().find(|(person, _)| *person == fact.person) {
            Some((_, group)) => group.push(fact),
            None => groups.push((fact.person.clone(), vec![fact])),
        }
    }
    groups.sort_by_key(|(person, _)| !person.is_empty());
    groups
}

/// The questions a submitted form may answer: the open ones, and the one that is asked again.
pub(super) fn askable<'q>(file: &'q CaseFile, again: Option<&'q Question>) -> Vec<&'q Question> {
    let open: BTreeSet<&FactKey> = file
        .guidance
        .questions
        .iter()
        .map(|question| &question.key)
        .collect();
    let again = again.filter(|question| !open.contains(&question.key));
    again.into_iter().chain(&file.guidance.questions).collect()
}
