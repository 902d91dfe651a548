//! The judgements beside the interview: what is required, what is open, and what the last answer changed.

use askama::Template;
use madoguchi_guidance::{Guidance, JudgementResult};

use crate::components::{Status, StatusTone, html_safe};
use crate::staff::judgements::{Decided, Grouped, grouped_by_name};

/// The panel.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "staff/interview/panel.html")]
pub(super) struct Panel {
    groups: Vec<Group>,
}
html_safe!(Panel);

/// The judgements with one result.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Group {
    result: Status,
    open: bool,
    lines: Vec<Line>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    name: String,
    people: String,
    changed: bool,
    overruled: bool,
}

impl Panel {
    /// The panel of a case. `changed` are the places of the judgements that the last answers changed.
    pub(super) fn new(decided: &[Decided<'_>], changed: &[usize]) -> Self {
        let grouped = grouped_by_name(decided);
        let group = |result: JudgementResult, tone, open| {
            let of_result = grouped.iter().filter(|group| group.result() == result);
            let lines: Vec<Line> = of_result.map(|group| Line::new(group, changed)).collect();
            // What has just changed is never folded away.
            let open = open || lines.iter().any(|line| line.changed);
            Group {
                result: Status::new(tone, result.label()),
                open,
                lines,
            }
        };
        Self {
            groups: vec![
                group(JudgementResult::Required, StatusTone::Progress, true),
                group(JudgementResult::Undetermined, StatusTone::Alert, true),
                group(JudgementResult::NotRequired, StatusTone::Plain, false),
            ],
        }
    }
}

impl Line {
    fn new(group: &Grouped<'_>, changed: &[usize]) -> Self {
        Self {
            name: group.name().to_owned(),
            people: group.names(),
            changed: group.places.iter().any(|place| changed.contains(place)),
            overruled: group.first().overrule.is_some(),
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
    differ
        .map(|(place, _)| place.to_string())
        .collect::<Vec<_>>()
        .join(".")
}

/// Reads what [`changes`] wrote; nonsense is nothing.
pub(super) fn read_changes(text: &str) -> Vec<usize> {
    text.split('.').filter_map(|place| place.parse().ok()).collect()
}
