//! A procedure's rule and parts, read aloud.

use madoguchi_model::case::LifeEvent;
use madoguchi_model::deadline::InitialDay;

use super::bullets;
use crate::catalogue::{Deadline, DeadlineRule, Procedure, Release, Rule, SubjectKind};
use crate::expression::{Scope, parse, phrase, phrase_in_full, resolve};

pub(super) fn rule(release: &Release, procedure: &Procedure) -> String {
    let events: Vec<_> = procedure
        .life_events
        .iter()
        .map(|event| LifeEvent::label(*event))
        .collect();
    let about = match procedure.subject {
        SubjectKind::Visit => "来庁全体で一度判定します",
        SubjectKind::Member => "世帯員の一人ひとりについて判定します",
    };
    let basis: Vec<_> = procedure.legal_basis.iter().map(ToString::to_string).collect();
    let mut text = vec![format!(
        "{} {}\n{}\n\n場面: {}。{about}。\n根拠: {}（確かさ {:?}: {}）\n\n必要になる条件\n",
        procedure.id,
        procedure.name,
        procedure.summary,
        events.join("、"),
        basis.join("、"),
        procedure.confidence,
        procedure.evidence,
    )];
    bullets(
        &phrase_in_full(&procedure.condition.expression, release),
        0,
        &mut text,
    );
    for (title, lines) in lines(release, procedure) {
        if !lines.is_empty() {
            text.push(format!("\n{title}\n"));
        }
        text.extend(lines.into_iter().map(|line| format!("・{line}\n")));
    }
    text.concat()
}

/// The parts of a procedure, each as lines with when they apply, read aloud.
#[must_use]
pub fn lines(release: &Release, procedure: &Procedure) -> Vec<(&'static str, Vec<String>)> {
    let line = |(part, when): Part<'_>| match when {
        None => part,
        Some(when) => format!("{part}〔{}とき〕", phrase(&when.expression, release).one_line()),
    };
    parts(release, procedure)
        .into_iter()
        .map(|(title, parts)| (title, parts.into_iter().map(line).collect()))
        .collect()
}

/// A part of a procedure in words, and when it applies.
type Part<'p> = (String, &'p Option<Rule>);

/// The parts under their titles, in the order in which they are read aloud.
pub(crate) fn parts<'p>(release: &Release, procedure: &'p Procedure) -> [(&'static str, Vec<Part<'p>>); 7] {
    let outcomes = procedure.outcomes.iter().map(|part| match &*part.text {
        "" => (part.kind.label().to_owned(), &part.when),
        text => (format!("{}: {text}", part.kind.label()), &part.when),
    });
    let deadlines = procedure
        .deadlines
        .iter()
        .map(|part| (deadline(part), &part.when));
    let belongings = procedure
        .belongings
        .iter()
        .map(|part| (format!("{}（{}）", part.text, part.reason), &part.when));
    let sections = procedure.sections.iter().map(|part| {
        let known = release
            .sections()
            .iter()
            .find(|section| section.code == part.code);
        (
            known.map_or_else(|| part.code.clone(), |section| section.name.clone()),
            &part.when,
        )
    });
    let fees = procedure.fees.iter().map(|part| (part.text.clone(), &part.when));
    let forms = procedure.forms.iter().map(|part| {
        let known = release.forms().iter().find(|form| form.id == part.id);
        (
            known.map_or_else(|| part.id.clone(), |form| form.name.clone()),
            &part.when,
        )
    });
    let notes = procedure.notes.iter().map(|part| (part.text.clone(), &part.when));
    [
        ("結果", outcomes.collect()),
        ("期限", deadlines.collect()),
        ("持ち物", belongings.collect()),
        ("担当", sections.collect()),
        ("手数料", fees.collect()),
        ("様式", forms.collect()),
        ("窓口での注意", notes.collect()),
    ]
}

fn deadline(deadline: &Deadline) -> String {
    let counting = match deadline.rule {
        DeadlineRule::Within { period, .. } => match period.initial_day {
            InitialDay::Included => "（初日算入）".to_owned(),
            InitialDay::Excluded => "（初日不算入）".to_owned(),
        },
        DeadlineRule::On { .. } | DeadlineRule::InWords => String::new(),
    };
    let basis = if deadline.basis.is_empty() {
        String::new()
    } else {
        format!(" {}", deadline.basis)
    };
    format!("{}{counting}{basis}", deadline.text)
}

/// A written condition on one line, read aloud; none where it cannot be read.
#[must_use]
pub fn condition(release: &Release, text: &str, subject: SubjectKind) -> Option<String> {
    let scope = match subject {
        SubjectKind::Visit => Scope::Visit,
        SubjectKind::Member => Scope::Member,
    };
    let syntax = parse(text).ok()?;
    let expression = resolve(&syntax, scope, release).ok()?;
    Some(phrase(&expression, release).one_line())
}
