//! How each part of a procedure's rule comes out in a situation.

use super::fact_in_words;
use crate::catalogue::{Procedure, Release};
use crate::expression::{Expression, phrase};
use crate::judge::{Judgement, Work, judgement, reason_fact};
use crate::residual::{Residual, Specialiser};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

pub(super) fn applied(
    release: &Release,
    procedure: &Procedure,
    situation: &Situation,
    settings: &MunicipalitySettings,
) -> Result<String, SituationError> {
    situation.check(release)?;
    let mut work = Work::new(release, situation, settings)?;
    let mut text = vec![format!(
        "\n判定（基準日 {}）\n",
        madoguchi_model::wareki::format(situation.reference_date)
    )];
    let places: Vec<usize> = (0..work.instances.len())
        .filter(|place| work.instances[*place].procedure.id == procedure.id)
        .collect();
    if places.is_empty() {
        text.push("・今回の来庁の目的では、この手続きは判定しません。\n".to_owned());
    }
    for place in places {
        let member = work.instances[place].member;
        let judged = judgement(&mut work, place);
        text.push(headline(&judged));
        tree(&work, &procedure.condition.expression, member, 1, &mut text);
        text.push(closing(&judged));
    }
    Ok(text.concat())
}

fn headline(judged: &Judgement) -> String {
    let who = judged
        .person
        .as_ref()
        .map_or_else(|| "来庁全体".to_owned(), |person| format!("{}さん", person.name));
    format!("\n■ {who}: {}\n", judged.result.label())
}

/// The parts of the rule, each with 〇 (holds), × (does not hold) or ？ (open).
fn tree(work: &Work<'_>, part: &Expression, member: Option<usize>, depth: usize, text: &mut Vec<String>) {
    let truth = (Specialiser {
        universe: &work.universe,
    })
    .residual(part, member);
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
                text.push(format!("{indent}{mark} {head}\n"));
            }
            for part in parts {
                tree(work, part, member, depth + 1, text);
            }
        }
        Expression::Named { body, .. } => {
            text.push(format!("{indent}{mark} {}\n", line.one_line()));
            tree(work, body, member, depth + 1, text);
        }
        Expression::Members {
            filter, body, others, ..
        } => {
            text.push(format!("{indent}{mark} {}\n", line.one_line()));
            let whole = match filter {
                Some(filter) => Expression::All(vec![(**filter).clone(), (**body).clone()]),
                None => (**body).clone(),
            };
            let members =
                (0..work.situation.members.len()).filter(|other| !(*others && Some(*other) == member));
            for other in members {
                text.push(format!("{indent}　{}さん\n", work.situation.members[other].label));
                tree(work, &whole, Some(other), depth + 2, text);
            }
        }
        _ => {
            let mut facts = Vec::new();
            part.each_fact(&mut |fact| facts.push(fact_in_words(&reason_fact(work, fact, member))));
            let facts = if facts.is_empty() {
                String::new()
            } else {
                format!(" ← {}", facts.join("、"))
            };
            text.push(format!("{indent}{mark} {}{facts}\n", line.one_line()));
        }
    }
}

fn closing(judged: &Judgement) -> String {
    let mut text = Vec::new();
    for reason in judged.reasons.iter().filter(|reason| {
        matches!(
            reason.kind,
            crate::judge::ReasonKind::Missing | crate::judge::ReasonKind::EveryCase
        )
    }) {
        text.push(format!("　→ {}\n", reason.text));
    }
    if let Some(deadline) = &judged.deadline {
        let rule = if deadline.rule.is_empty() {
            String::new()
        } else {
            format!("。{}", deadline.rule)
        };
        text.push(format!("　期限: {}{rule}\n", deadline.text));
    }
    text.concat()
}
