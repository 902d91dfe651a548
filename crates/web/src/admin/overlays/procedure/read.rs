//! What the form says of a procedure.

use chrono::NaiveDate;
use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::{LegalBasis, NoteKind, SubjectKind};
use madoguchi_guidance::overlay::{
    BelongingRow, DeadlineRow, FeeRow, FormRow, NoteRow, SectionRow, WrittenProcedure,
};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::deadline::InitialDay;

use super::condition::Typed;
use super::is_own;
use crate::components::FormErrors;
use crate::form_data::FormData;

/// The longest period, in days or months.
const LONGEST: u32 = 999;

/// The procedure as typed. Rows keep their conditions, which the form does not change.
pub(super) fn read(
    base: &WrittenProcedure,
    release: &Release,
    form: &FormData,
    errors: &mut FormErrors,
) -> WrittenProcedure {
    let mut written = base.clone();
    for (text, field, missing) in [
        (&mut written.name, "name", "手続の名前を入れてください。"),
        (
            &mut written.summary,
            "summary",
            "どのような手続かを入れてください。",
        ),
        (
            &mut written.plain,
            "plain",
            "やさしい日本語での説明を入れてください。",
        ),
    ] {
        form.text(field).clone_into(text);
        *text = text.replace("\r\n", "\n");
        if text.is_empty() {
            errors.add(field, missing);
        }
    }
    if form.has("off") && form.text("off_reason").is_empty() {
        errors.add("off_reason", "使わない理由を入れてください。");
    }
    written.deadlines = deadlines(base, form, errors);
    written.belongings = belongings(base, release, form, errors);
    written.sections = sections(base, form, errors);
    written.fees = kept(form, "fee", base.fees.len())
        .map(|place| FeeRow {
            text: value(form, "fee", place, "text"),
            ..base.fees.get(place).cloned().unwrap_or_default()
        })
        .collect();
    written.notes = kept(form, "note", base.notes.len())
        .map(|place| NoteRow {
            kind: match &*value(form, "note", place, "kind") {
                "warning" => NoteKind::Warning,
                "online" => NoteKind::Online,
                _ => NoteKind::Note,
            },
            text: value(form, "note", place, "text"),
            ..base.notes.get(place).cloned().unwrap_or_default()
        })
        .collect();
    if is_own(&base.id) {
        own(base, release, form, errors, &mut written);
    }
    written
}

/// What only procedures of the municipality's own have.
fn own(
    base: &WrittenProcedure,
    release: &Release,
    form: &FormData,
    errors: &mut FormErrors,
    written: &mut WrittenProcedure,
) {
    written.life_events = form.all("events").filter_map(LifeEvent::from_code).collect();
    if written.life_events.is_empty() {
        errors.add("events", "どのライフイベントで案内するかを選んでください。");
    }
    written.subject = subject(form);
    written.condition = match Typed::read(base, release, form) {
        Typed::Clauses(condition) => condition.text(written.subject, release),
        Typed::Written(text) => text,
    };
    let law = form.text("law");
    written.legal_basis = if law.is_empty() {
        errors.add("law", "根拠となる条例・規則・要綱の名前を入れてください。");
        Vec::new()
    } else {
        vec![LegalBasis {
            law: law.to_owned(),
            articles: form
                .text("articles")
                .split(['、', '・', ','])
                .map(str::trim)
                .filter(|article| !article.is_empty())
                .map(str::to_owned)
                .collect(),
        }]
    };
    written.forms = form
        .all("forms")
        .filter(|id| release.forms().iter().any(|known| known.id == *id))
        .map(|id| FormRow {
            id: id.to_owned(),
            when: None,
        })
        .collect();
    written.discreet = form.has("discreet");
    written.valid_to = match form.text("valid_to") {
        "" => None,
        day => {
            let day: Option<NaiveDate> = day.parse().ok();
            if day.is_none() {
                errors.add("valid_to", "日付を選んでください。");
            }
            day
        }
    };
}

/// Whom the typed procedure is about.
pub(super) fn subject(form: &FormData) -> SubjectKind {
    match form.raw("subject") {
        "member" => SubjectKind::Member,
        _ => SubjectKind::Visit,
    }
}

fn value(form: &FormData, group: &str, place: usize, part: &str) -> String {
    form.text(&format!("{group}-{place}-{part}")).to_owned()
}

/// Places of rows that stay: published ones unless they are taken out, new ones where something was typed.
fn kept(form: &FormData, group: &'static str, known: usize) -> impl Iterator<Item = usize> {
    let count = form
        .pairs()
        .filter_map(|(name, _)| {
            name.strip_prefix(group)?
                .strip_prefix('-')?
                .split('-')
                .next()?
                .parse()
                .ok()
        })
        .max()
        .map_or(0, |last: usize| last.min(known + super::fields::BLANK_ROWS) + 1);
    (0..count).filter(move |place| {
        let main = if group == "section" { "code" } else { "text" };
        !form.has(&format!("{group}-{place}-remove")) && !value(form, group, *place, main).is_empty()
    })
}

fn deadlines(base: &WrittenProcedure, form: &FormData, errors: &mut FormErrors) -> Vec<DeadlineRow> {
    let mut rows = Vec::new();
    for place in kept(form, "deadline", base.deadlines.len()) {
        let mut row = base.deadlines.get(place).cloned().unwrap_or_default();
        row.text = value(form, "deadline", place, "text");
        if place >= base.deadlines.len() {
            row.from = Some(value(form, "deadline", place, "from")).filter(|from| !from.is_empty());
        }
        if row.from.is_some() {
            let name = format!("deadline-{place}-length");
            let length: Option<u32> = form
                .text(&name)
                .parse()
                .ok()
                .filter(|length| (1..=LONGEST).contains(length));
            if length.is_none() {
                errors.add(&name, "期間を1から999までの数で入れてください。");
            }
            let months = form.raw(&format!("deadline-{place}-unit")) == "months";
            (row.months, row.days) = if months { (length, None) } else { (None, length) };
            row.initial_day = Some(match form.raw(&format!("deadline-{place}-initial")) {
                "included" => InitialDay::Included,
                _ => InitialDay::Excluded,
            });
        }
        rows.push(row);
    }
    rows
}

fn belongings(
    base: &WrittenProcedure,
    release: &Release,
    form: &FormData,
    errors: &mut FormErrors,
) -> Vec<BelongingRow> {
    let mut rows = Vec::new();
    for place in kept(form, "belonging", base.belongings.len()) {
        let mut row = base.belongings.get(place).cloned().unwrap_or_default();
        let text = value(form, "belonging", place, "text");
        let shared = row.id.as_ref().and_then(|id| release.belongings().get(id));
        // A changed text is no longer the shared one.
        if shared != Some(&text) {
            row.id = None;
            row.text = Some(text);
        }
        row.reason = value(form, "belonging", place, "reason");
        if row.reason.is_empty() {
            errors.add(
                format!("belonging-{place}-reason"),
                "なぜ必要かを入れてください。",
            );
        }
        rows.push(row);
    }
    rows
}

fn sections(base: &WrittenProcedure, form: &FormData, errors: &mut FormErrors) -> Vec<SectionRow> {
    let rows: Vec<SectionRow> = kept(form, "section", base.sections.len())
        .map(|place| SectionRow {
            code: value(form, "section", place, "code"),
            ..base.sections.get(place).cloned().unwrap_or_default()
        })
        .collect();
    if rows.is_empty() {
        errors.add("section-0-code", "担当の課を一つ以上選んでください。");
    }
    rows
}
