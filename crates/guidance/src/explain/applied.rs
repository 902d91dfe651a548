//! How each part of a procedure's rule comes out in a situation.

use super::picture::{Mark, Node, node};
use crate::catalogue::{Procedure, Release};
use crate::judge::{Judgement, Work, judgement};
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
        tree(
            &node(&work, &procedure.condition.expression, member),
            1,
            &mut text,
        );
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
fn tree(node: &Node, depth: usize, text: &mut Vec<String>) {
    let facts = if node.facts.is_empty() {
        String::new()
    } else {
        format!(" ← {}", node.facts.join("、"))
    };
    let sign = match node.mark {
        Mark::Heading => String::new(),
        mark => format!("{} ", mark.sign()),
    };
    text.push(format!("{}{sign}{}{facts}\n", "　".repeat(depth), node.text));
    for part in &node.parts {
        tree(part, depth + 1, text);
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
