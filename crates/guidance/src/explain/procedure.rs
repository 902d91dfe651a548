//! Explains one procedure, with or without a situation.

use madoguchi_model::case::LifeEvent;
use thiserror::Error;

use super::bullets;
use crate::catalogue::{Deadline, DeadlineRule, Procedure, Release, Rule, SubjectKind};
use crate::expression::{Expression, phrase};
use crate::facts::Source;
use crate::judge::{Judgement, ReasonFact, Work, judgement, reason_fact};
use crate::residual::{Residual, Specialiser};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// Why a procedure cannot be explained.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum UnknownProcedure {
    /// The release has no such procedure.
    #[error("手続き「{id}」はこの版（{release}）にありません。ある手続き: {}", known.join("、"))]
    NoSuchProcedure {
        /// The id.
        id: String,
        /// The release.
        release: String,
        /// Every id of the release.
        known: Vec<String>,
    },
    /// The situation cannot be judged.
    #[error(transparent)]
    Situation(#[from] SituationError),
}

/// Explains a procedure: its rule and parts, and, with a situation, how each part of the rule comes out for
/// each person, by which fact from which source.
pub fn procedure(
    release: &Release,
    id: &str,
    situation: Option<(&Situation, &MunicipalitySettings)>,
) -> Result<String, UnknownProcedure> {
    let Some(found) = release.procedure(id) else {
        return Err(UnknownProcedure::NoSuchProcedure {
            id: id.to_owned(),
            release: release.id().to_owned(),
            known: release.procedures().iter().map(|procedure| procedure.id.clone()).collect(),
        });
    };
    let mut text = rule(release, found);
    if let Some((situation, settings)) = situation {
        text += &applied(release, found, situation, settings)?;
    }
    Ok(text)
}

fn rule(release: &Release, procedure: &Procedure) -> String {
    let events: Vec<_> = procedure.life_events.iter().map(|event| LifeEvent::label(*event)).collect();
    let about = match procedure.subject {
        SubjectKind::Visit => "来庁全体で一度判定します",
        SubjectKind::Member => "世帯員の一人ひとりについて判定します",
    };
    let basis: Vec<_> = procedure.legal_basis.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "{} {}\n{}\n\n場面: {}。{about}。\n根拠: {}（確かさ {:?}: {}）\n\n必要になる条件\n",
        procedure.id,
        procedure.name,
        procedure.summary,
        events.join("、"),
        basis.join("、"),
        procedure.confidence,
        procedure.evidence,
    );
    bullets(&phrase(&procedure.condition.expression, release), 0, &mut text);
    let mut list = |title: &str, parts: Vec<(String, &Option<Rule>)>| {
        if !parts.is_empty() {
            text += &format!("\n{title}\n");
        }
        for (part, when) in parts {
            match when {
                None => text += &format!("・{part}\n"),
                Some(when) => text += &format!("・{part}〔{}とき〕\n", phrase(&when.expression, release).one_line()),
            }
        }
    };
    let named = |label: &str, text: &str| if text.is_empty() { label.to_owned() } else { format!("{label}: {text}") };
    list("結果", procedure.outcomes.iter().map(|part| (named(part.kind.label(), &part.text), &part.when)).collect());
    list("期限", procedure.deadlines.iter().map(|part| (deadline(part), &part.when)).collect());
    list(
        "持ち物",
        procedure.belongings.iter().map(|part| (format!("{}（{}）", part.text, part.reason), &part.when)).collect(),
    );
    let section = |code: &str| {
        let known = release.sections().iter().find(|section| section.code == code);
        known.map_or_else(|| code.to_owned(), |section| section.name.clone())
    };
    list("担当", procedure.sections.iter().map(|part| (section(&part.code), &part.when)).collect());
    list("手数料", procedure.fees.iter().map(|part| (part.text.clone(), &part.when)).collect());
    let form = |id: &str| {
        let known = release.forms().iter().find(|form| form.id == id);
        known.map_or_else(|| id.to_owned(), |form| form.name.clone())
    };
    list("様式", procedure.forms.iter().map(|part| (form(&part.id), &part.when)).collect());
    list("窓口での注意", procedure.notes.iter().map(|part| (part.text.clone(), &part.when)).collect());
    text
}

fn deadline(deadline: &Deadline) -> String {
    let counting = match deadline.rule {
        DeadlineRule::Within { period, .. } => format!("（{}）", period.label()),
        DeadlineRule::On { .. } | DeadlineRule::InWords => String::new(),
    };
    let basis = if deadline.basis.is_empty() { String::new() } else { format!(" {}", deadline.basis) };
    format!("{}{counting}{basis}", deadline.text)
}

fn applied(
    release: &Release,
    procedure: &Procedure,
    situation: &Situation,
    settings: &MunicipalitySettings,
) -> Result<String, SituationError> {
    situation.check(release)?;
    let mut work = Work::new(release, situation, settings)?;
    let mut text = format!("\n判定（基準日 {}）\n", madoguchi_model::wareki::format(situation.reference_date));
    let places: Vec<usize> =
        (0..work.instances.len()).filter(|place| work.instances[*place].procedure.id == procedure.id).collect();
    if places.is_empty() {
        text += "・今回の来庁の目的では、この手続きは判定しません。\n";
    }
    for place in places {
        let member = work.instances[place].member;
        let judged = judgement(&mut work, place);
        text += &headline(&judged);
        tree(&work, &procedure.condition.expression, member, 1, &mut text);
        text += &closing(&judged);
    }
    Ok(text)
}

fn headline(judged: &Judgement) -> String {
    let who = judged.person.as_ref().map_or_else(|| "来庁全体".to_owned(), |person| format!("{}さん", person.name));
    format!("\n■ {who}: {}\n", judged.result.label())
}

/// The parts of the rule, each with 〇 (holds), × (does not hold) or ？ (open).
fn tree(work: &Work<'_>, part: &Expression, member: Option<usize>, depth: usize, text: &mut String) {
    let truth = (Specialiser { universe: &work.universe }).residual(part, member);
    let mark = match truth {
        Residual::Constant(true) => "〇",
        Residual::Constant(false) => "×",
        _ => "？",
    };
    let indent = "　".repeat(depth);
    let line = phrase(part, work.release);
    match part {
        Expression::All(parts) | Expression::Any(parts) => {
            if let crate::expression::Phrase::Group(head, _) = line {
                *text += &format!("{indent}{mark} {head}\n");
            }
            parts.iter().for_each(|part| tree(work, part, member, depth + 1, text));
        }
        Expression::Named { body, .. } if !matches!(**body, Expression::OneOf { .. } | Expression::Date { .. }) => {
            *text += &format!("{indent}{mark} {}\n", line.one_line());
            tree(work, body, member, depth + 1, text);
        }
        Expression::Members { filter, body, others, .. } => {
            *text += &format!("{indent}{mark} {}\n", line.one_line());
            let whole = match filter {
                Some(filter) => Expression::All(vec![(**filter).clone(), (**body).clone()]),
                None => (**body).clone(),
            };
            let members = (0..work.situation.members.len()).filter(|other| !(*others && Some(*other) == member));
            for other in members {
                *text += &format!("{indent}　{}さん\n", work.situation.members[other].label);
                tree(work, &whole, Some(other), depth + 2, text);
            }
        }
        _ => {
            let mut facts = Vec::new();
            part.each_fact(&mut |fact| facts.push(known(&reason_fact(work, fact, member))));
            let facts = if facts.is_empty() { String::new() } else { format!(" ← {}", facts.join("、")) };
            *text += &format!("{indent}{mark} {}{facts}\n", line.one_line());
        }
    }
}

fn known(fact: &ReasonFact) -> String {
    match (&fact.value, fact.unknown) {
        (Some(value), _) => format!("{}: {value}［{}］", fact.label, fact.source.map_or("", Source::label)),
        (None, Some(reason)) => format!("{}: {}", fact.label, reason.label()),
        (None, None) => fact.label.clone(),
    }
}

fn closing(judged: &Judgement) -> String {
    let mut text = String::new();
    for reason in judged.reasons.iter().filter(|reason| {
        matches!(reason.kind, crate::judge::ReasonKind::Missing | crate::judge::ReasonKind::EveryCase)
    }) {
        text += &format!("　→ {}\n", reason.text);
    }
    if let Some(deadline) = &judged.deadline {
        let rule = if deadline.rule.is_empty() { String::new() } else { format!("。{}", deadline.rule) };
        text += &format!("　期限: {}{rule}\n", deadline.text);
    }
    text
}
