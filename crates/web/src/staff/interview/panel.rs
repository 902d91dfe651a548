//! The judgements beside the interview: what is required, what is open, and what the last answer changed.

use askama::Template;
use madoguchi_guidance::{Guidance, JudgementResult};

use crate::components::{Status, StatusTone, html_safe};
use crate::staff::judgements::Decided;

/// The panel.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "staff/interview/panel.html")]
pub(crate) struct Panel {
    required: Vec<Line>,
    undetermined: Vec<Line>,
    not_required: Vec<Line>,
}
html_safe!(Panel);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    name: String,
    person: String,
    changed: bool,
    overruled: bool,
    deadline: String,
}

impl Panel {
    /// The panel of a case. `changed` are the places of the judgements that the last answers changed.
    pub(crate) fn new(decided: &[Decided<'_>], changed: &[usize]) -> Self {
        let lines = |result: JudgementResult| {
            let of_result = decided.iter().enumerate().filter(move |(_, judgement)| judgement.result() == result);
            of_result.map(|(place, judgement)| Line::new(judgement, changed.contains(&place))).collect()
        };
        Self {
            required: lines(JudgementResult::Required),
            undetermined: lines(JudgementResult::Undetermined),
            not_required: lines(JudgementResult::NotRequired),
        }
    }

    fn groups(&self) -> [(Status, &[Line], bool); 3] {
        [
            (Status::new(StatusTone::Progress, "必要"), &self.required, true),
            (Status::new(StatusTone::Alert, "要確認"), &self.undetermined, true),
            (Status::new(StatusTone::Plain, "不要"), &self.not_required, false),
        ]
    }
}

impl Line {
    fn new(decided: &Decided<'_>, changed: bool) -> Self {
        let judgement = decided.judgement;
        Self {
            name: judgement.name.clone(),
            person: judgement.person.as_ref().map(|person| person.name.clone()).unwrap_or_default(),
            changed,
            overruled: decided.overrule.is_some(),
            deadline: judgement.deadline.as_ref().map(|deadline| deadline.text.clone()).unwrap_or_default(),
        }
    }
}

/// The places of the judgements that differ, for the address of the next page: `3.5.9`.
pub(super) fn changes(before: &Guidance, after: &Guidance) -> String {
    let pairs = before.judgements.iter().zip(&after.judgements).enumerate();
    let differ = pairs.filter(|(_, (old, new))| {
        (old.result, old.outcome_kind, &old.forms, &old.deadline)
            != (new.result, new.outcome_kind, &new.forms, &new.deadline)
    });
    differ.map(|(place, _)| place.to_string()).collect::<Vec<_>>().join(".")
}

/// Reads what [`changes`] wrote; nonsense is nothing.
pub(super) fn read_changes(text: &str) -> Vec<usize> {
    text.split('.').filter_map(|place| place.parse().ok()).collect()
}
