//! Rows of a procedure as they are written.

use madoguchi_model::deadline::{ClosedLastDay, InitialDay, Period, Span};
use serde::{Deserialize, Serialize};

use crate::catalogue::{
    Belonging, Deadline, DeadlineRule, Fee, FormRule, Note, NoteKind, Release, Rule, SectionRule,
};

/// When a row applies, as written; always if there is none.
type When = Option<String>;

fn when(rule: Option<&Rule>) -> When {
    rule.map(|rule| rule.text.clone())
}

/// A deadline: counted (`from`, `days` or `months`, `initial_day`), a date (`on`), or in words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRow {
    /// The fact with the day it is counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The fact with the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Length in months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Length in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// 初日算入 or 初日不算入.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_day: Option<InitialDay>,
    /// What happens where the last day is a closed day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_last_day: Option<ClosedLastDay>,
    /// In words.
    pub text: String,
    /// The article it rests on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// When it applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: When,
}

impl DeadlineRow {
    pub(super) fn of(deadline: &Deadline, release: &Release) -> Self {
        let row = Self {
            text: deadline.text.clone(),
            basis: deadline.basis.clone(),
            when: when(deadline.when.as_ref()),
            ..Self::default()
        };
        match deadline.rule {
            DeadlineRule::InWords => row,
            DeadlineRule::On { fact } => Self {
                on: Some(release.fact_at(fact).id.clone()),
                ..row
            },
            DeadlineRule::Within { from, period } => Self {
                from: Some(release.fact_at(from).id.clone()),
                ..row.counted(period)
            },
        }
    }

    fn counted(self, period: Period) -> Self {
        let (months, days) = match period.span {
            Span::Months(months) => (Some(months), None),
            Span::Days(days) => (None, Some(days)),
        };
        Self {
            months,
            days,
            initial_day: Some(period.initial_day),
            closed_last_day: (period.closed_last_day != ClosedLastDay::NextOpenDay)
                .then_some(period.closed_last_day),
            ..self
        }
    }
}

/// Something to bring: shared by procedures (`id`), or a text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BelongingRow {
    /// The id where procedures share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: When,
}

impl BelongingRow {
    pub(super) fn of(belonging: &Belonging) -> Self {
        Self {
            id: belonging.id.clone(),
            text: belonging.id.is_none().then(|| belonging.text.clone()),
            reason: belonging.reason.clone(),
            when: when(belonging.when.as_ref()),
        }
    }
}

/// A section with work to do.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionRow {
    /// The section's code.
    pub code: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: When,
}

impl SectionRow {
    pub(super) fn of(section: &SectionRule) -> Self {
        Self {
            code: section.code.clone(),
            when: when(section.when.as_ref()),
        }
    }
}

/// A fee.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRow {
    /// What it costs.
    pub text: String,
    /// The local value that replaces the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: When,
}

impl FeeRow {
    pub(super) fn of(fee: &Fee) -> Self {
        Self {
            text: fee.text.clone(),
            local: fee.local.clone(),
            when: when(fee.when.as_ref()),
        }
    }
}

/// A form to fill.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// The form's id.
    pub id: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: When,
}

impl FormRow {
    pub(super) fn of(form: &FormRule) -> Self {
        Self {
            id: form.id.clone(),
            when: when(form.when.as_ref()),
        }
    }
}

/// What the officer should say.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteRow {
    /// What it is for.
    #[serde(default)]
    pub kind: NoteKind,
    /// The text.
    pub text: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: When,
}

impl NoteRow {
    pub(super) fn of(note: &Note) -> Self {
        Self {
            kind: note.kind,
            text: note.text.clone(),
            when: when(note.when.as_ref()),
        }
    }
}
