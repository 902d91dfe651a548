//! How files for core systems are spoken of.

use madoguchi_model::core_file::{AnswerOutcome, CoreRowState};
use madoguchi_store::core_files::{CoreRow, Destination};
use madoguchi_store::import_sources::Schedule;

use crate::components::{Status, StatusTone};
use crate::page::time;
use crate::state::AppState;

/// How far a row is.
pub(super) fn row_state(state: CoreRowState) -> Status {
    let tone = match state {
        CoreRowState::Waiting | CoreRowState::Unchanged | CoreRowState::Dropped => StatusTone::Plain,
        CoreRowState::Written | CoreRowState::Provisional => StatusTone::Progress,
        CoreRowState::ByHand => StatusTone::Alert,
        CoreRowState::Refused => StatusTone::Error,
        CoreRowState::Accepted | CoreRowState::DoneByHand => StatusTone::Done,
    };
    Status::new(tone, state.label())
}

/// What became of an answer.
pub(super) fn answer_outcome(outcome: AnswerOutcome) -> Status {
    let tone = match outcome {
        AnswerOutcome::Applied => StatusTone::Done,
        AnswerOutcome::Repeated | AnswerOutcome::Late => StatusTone::Plain,
        AnswerOutcome::Reversed => StatusTone::Alert,
        AnswerOutcome::NotSent | AnswerOutcome::Unknown | AnswerOutcome::Unreadable => StatusTone::Error,
    };
    Status::new(tone, outcome.label())
}

/// Where files go.
pub(crate) fn destination_words(app: &AppState, to: Option<&Destination>) -> String {
    let Some(to) = to else {
        return "決まっていません（画面から保存するだけ）".into();
    };
    let title = app.places.titles().find(|(name, _)| *name == to.fields.place);
    let place = title.map_or(&*to.fields.place, |(_, title)| title);
    if to.fields.folder.is_empty() {
        place.to_owned()
    } else {
        format!("{place} ／ {}", to.fields.folder)
    }
}

/// When files are made.
pub(crate) fn schedule_words(to: Option<&Destination>) -> String {
    match to.and_then(|to| to.fields.schedule) {
        None => "自動では作りません".into(),
        Some(Schedule::Every(minutes)) => format!("{minutes}分ごと"),
        Some(Schedule::Daily(at)) => format!("毎日 {}", at.format("%H:%M")),
    }
}

/// What a row is about.
pub(super) fn subject(row: &CoreRow) -> &'static str {
    match row.subject.split_once(':').map(|(kind, _)| kind) {
        Some("person") => "人",
        Some("application") => "申請書",
        Some("card") => "カード",
        _ => "",
    }
}

/// A row in a table of rows: no name, and no more than the section knows anyway.
pub(super) struct RowLine {
    pub(super) id: String,
    pub(super) line: String,
    pub(super) number: String,
    pub(super) href: Option<String>,
    pub(super) about: &'static str,
    pub(super) state: Status,
    pub(super) reason: String,
    pub(super) at: String,
}

impl RowLine {
    pub(super) fn new(row: &CoreRow) -> Self {
        Self {
            id: row.id.to_string(),
            line: row.line.map(|line| line.to_string()).unwrap_or_default(),
            number: row.case_number.clone(),
            href: row.work.map(|work| format!("/queue/{work}")),
            about: subject(row),
            state: row_state(row.state),
            reason: row.reason.clone(),
            at: row.answered_at.map(time::day_and_clock).unwrap_or_default(),
        }
    }
}
