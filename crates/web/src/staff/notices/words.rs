//! A notice in words.

use madoguchi_model::prepared_case::{NoticeState, PreparedCase};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki;

use crate::components::{Status, StatusTone};

/// How far it is.
pub(super) fn status(state: NoticeState) -> Status {
    let tone = match state {
        NoticeState::Received => StatusTone::Alert,
        NoticeState::Prepared => StatusTone::Plain,
        NoticeState::Visited => StatusTone::Done,
        NoticeState::Withdrawn => StatusTone::Error,
    };
    Status::new(tone, state.label())
}

/// What it is about: life events, or the procedure as it is called there.
pub(super) fn about(prepared: &PreparedCase) -> String {
    if prepared.events.is_empty() {
        return prepared.procedure_name.clone();
    }
    let events: Vec<&str> = prepared.events.iter().map(|event| event.label()).collect();
    events.join("、")
}

/// Who applies.
pub(super) fn applicant(prepared: &PreparedCase) -> String {
    prepared
        .people
        .first()
        .map(|person| person.name.written.clone())
        .unwrap_or_default()
}

/// 来庁予定.
pub(super) fn visit(prepared: &PreparedCase) -> String {
    let day = prepared.visit_on.map(wareki::format_short).unwrap_or_default();
    [day, prepared.visit_time.clone()].join("　").trim().to_owned()
}

/// A birth date as it is typed.
pub(crate) fn typed_birth(birth: &RegisterDate) -> String {
    match birth {
        RegisterDate::Known(day) => wareki::format_short(*day),
        RegisterDate::Unknown { text, .. } => text.clone(),
    }
}
