//! The page of changes.

use askama::Template;
use madoguchi_guidance::{Guidance, Judgement};
use madoguchi_model::record_change::{RecordField, RecordPair};
use madoguchi_model::resident::Resident;

use crate::components::{Choice, Choices, EmptyState, FormErrors, Shown, TextArea};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Chrome, CsrfField};
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place};
use crate::staff::people::record_text;

/// The values of the radio buttons.
pub(super) const TAKE: &str = "take";
pub(super) const KEEP: &str = "keep";

/// The page.
#[derive(Template)]
#[template(path = "staff/cases/record_changes.html")]
pub(super) struct ChangesPage {
    chrome: Chrome,
    frame: CaseFrame,
    csrf: CsrfField,
    action: String,
    version: i32,
    may_edit: bool,
    people: Vec<Person>,
    kept: Vec<(String, Vec<Line>)>,
    effects: Vec<Effect>,
    empty: Option<EmptyState>,
    reason: TextArea,
}

/// Somebody with what changed.
struct Person {
    name: String,
    note: &'static str,
    lines: Vec<Line>,
}

/// One field.
struct Line {
    label: &'static str,
    used: Shown,
    now: Shown,
    choice: Choices,
}

/// A judgement that would come out otherwise.
struct Effect {
    name: String,
    person: String,
    before: String,
    after: String,
}

/// The name of the radio buttons of a field.
pub(super) fn control(person: &Resident, field: RecordField) -> String {
    format!("{}-{}", person.id, field.code())
}

impl ChangesPage {
    /// The page with what was chosen and what is wrong with it.
    pub(super) fn new(
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        typed: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::RecordChanges, "住民記録の変更");
        let open = file.undecided_changes() > 0;
        let people: Vec<Person> = if open {
            file.records
                .iter()
                .filter_map(|pair| Person::new(file, pair, typed, errors))
                .collect()
        } else {
            Vec::new()
        };
        Ok(Self {
            chrome: chrome.errors(errors),
            csrf: frame.csrf.clone(),
            action: file.href("record-changes"),
            version: file.case.version,
            may_edit: editing.allowed() && !people.is_empty(),
            kept: file.records.iter().filter_map(|pair| kept(file, pair)).collect(),
            effects: if open {
                effects(&file.guidance, &file.judge_with_register()?)
            } else {
                Vec::new()
            },
            empty: people.is_empty().then(|| {
                EmptyState::new("確かめる変更はありません")
                    .line("受付のあとで住民記録が変わると、ここに出ます。終わった受付には出ません。")
            }),
            people,
            reason: TextArea::new("reason", "理由")
                .hint("例：本人が前の氏名のまま届け出ると申し出た。転入通知で確かめた。")
                .value(typed.raw("reason"))
                .error(errors.on("reason"))
                .required(),
            frame,
        })
    }
}

impl Person {
    fn new(file: &CaseFile, pair: &RecordPair, typed: &FormData, errors: &FormErrors) -> Option<Self> {
        let undecided = pair.undecided();
        if undecided.is_empty() {
            return None;
        }
        let joined = undecided == [RecordField::Household] && !pair.belongs;
        let left = undecided.contains(&RecordField::Household) && pair.belongs;
        Some(Self {
            name: pair.now.names.name.written.clone(),
            note: match (joined, left) {
                (true, _) => "受付のあとで、この世帯に入りました。",
                (_, true) => "受付のあとで、この世帯から出ました。",
                _ => "",
            },
            lines: undecided
                .into_iter()
                .map(|field| line(file, pair, field, typed, errors))
                .collect(),
        })
    }
}

fn line(
    file: &CaseFile,
    pair: &RecordPair,
    field: RecordField,
    typed: &FormData,
    errors: &FormErrors,
) -> Line {
    let name = control(&pair.now, field);
    let (take, keep) = match (field, pair.belongs) {
        (RecordField::Household, false) => ("この受付の世帯に加える", "この受付には加えない"),
        (RecordField::Household, true) => ("この受付の世帯から外す", "この受付では世帯のまま"),
        _ => ("新しい記録を使う", "受付のときの内容のまま"),
    };
    let whose = format!(
        "{}さんの{}をどうしますか",
        pair.now.names.name.written,
        field.label()
    );
    let choices = [Choice::new(TAKE, take), Choice::new(KEEP, keep)];
    let (used, now) = texts(file, pair, field);
    Line {
        label: field.label(),
        used,
        now,
        choice: Choices::one(&*name, whose, choices)
            .selected([typed.raw(&name)])
            .error(errors.on(&name)),
    }
}

/// The two values in words, under the permissions and measures.
fn texts(file: &CaseFile, pair: &RecordPair, field: RecordField) -> (Shown, Shown) {
    let withheld = file.withheld();
    let household = |resident: &Resident| {
        if Some(resident.household_id) == file.case.household_id {
            "この世帯"
        } else {
            "この世帯ではない"
        }
    };
    let text =
        |resident: &Resident| record_text(field, resident, household(resident), file.viewer.fields, withheld);
    (text(&pair.used), text(&pair.now))
}

/// What was decided to be kept as it was, and still is.
fn kept(file: &CaseFile, pair: &RecordPair) -> Option<(String, Vec<Line>)> {
    let declined = pair
        .declined
        .iter()
        .filter(|field| pair.is_declined(**field) && field.differs(&pair.used, &pair.now));
    let lines: Vec<Line> = declined
        .map(|field| {
            let (used, now) = texts(file, pair, *field);
            Line {
                label: field.label(),
                used,
                now,
                choice: Choices::default(),
            }
        })
        .collect();
    (!lines.is_empty()).then(|| (pair.now.names.name.written.clone(), lines))
}

/// The judgements that come out otherwise, and those of people who come or go.
fn effects(before: &Guidance, after: &Guidance) -> Vec<Effect> {
    let find = |guidance: &'_ Guidance, one: &Judgement| {
        let same = |other: &&Judgement| other.procedure == one.procedure && other.subject == one.subject;
        guidance.judgements.iter().find(same).map(words)
    };
    let none = || "（判定なし）".to_owned();
    let effect = |one: &Judgement, before: String, after: String| Effect {
        name: one.name.clone(),
        person: one
            .person
            .as_ref()
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        before,
        after,
    };
    let mut effects: Vec<Effect> = after
        .judgements
        .iter()
        .map(|one| effect(one, find(before, one).unwrap_or_else(none), words(one)))
        .collect();
    let gone = before.judgements.iter().filter(|one| find(after, one).is_none());
    effects.extend(gone.map(|one| effect(one, words(one), none())));
    let no_matter = |effect: &Effect| {
        effect.before == effect.after
            || [&effect.before, &effect.after]
                .iter()
                .all(|text| *text == &none() || text.starts_with("不要"))
    };
    effects.retain(|effect| !no_matter(effect));
    effects
}

/// A judgement as far as a change of it matters at the counter.
fn words(judgement: &Judgement) -> String {
    let deadline = judgement.deadline.as_ref().and_then(|deadline| deadline.date);
    let deadline = deadline
        .map(|day| format!("（期限 {}）", madoguchi_model::wareki::format(day)))
        .unwrap_or_default();
    format!("{}{deadline}", judgement.result.label())
}
