//! Guidance as a text to read.

use madoguchi_model::wareki;

use super::fact_in_words;
use crate::judge::{Guidance, JudgedDeadline, Judgement, JudgementResult, ReasonFact, ReasonKind};

/// The whole guidance: what is required, what has to be confirmed, what to ask next, and in one line what is
/// not required.
#[must_use]
pub fn guidance(guidance: &Guidance) -> String {
    let mut text = vec![format!(
        "基準日 {}　制度カタログ {}\n",
        wareki::format(guidance.reference_date),
        guidance.release
    )];
    for conflict in &guidance.conflicts {
        let who = conflict
            .person
            .as_ref()
            .map_or_else(String::new, |person| format!("{}さん: ", person.name));
        text.push(format!("\n【記録の食い違い】{who}{}\n", conflict.text));
    }
    for (title, result) in [
        ("必要な手続き", JudgementResult::Required),
        ("要確認", JudgementResult::Undetermined),
    ] {
        let found: Vec<_> = guidance
            .judgements
            .iter()
            .filter(|judged| judged.result == result)
            .collect();
        text.push(format!(
            "\n【{title}】{}\n",
            if found.is_empty() { "なし" } else { "" }
        ));
        text.extend(found.into_iter().map(one));
    }
    text.push(format!(
        "\n【次に聞くこと】{}\n",
        if guidance.questions.is_empty() {
            "なし"
        } else {
            ""
        }
    ));
    for question in &guidance.questions {
        let who = question
            .about
            .as_ref()
            .map_or_else(String::new, |person| format!("{}さん: ", person.name));
        text.push(format!(
            "・［{}］{who}{}（{}）\n",
            question.topic_label,
            question.text,
            question.affects.join("、")
        ));
    }
    let not: Vec<_> = guidance
        .judgements
        .iter()
        .filter(|judged| judged.result == JudgementResult::NotRequired)
        .map(short)
        .collect();
    text.push(format!(
        "\n【不要】{}\n",
        if not.is_empty() {
            "なし".to_owned()
        } else {
            not.join("、")
        }
    ));
    text.concat()
}

fn short(judged: &Judgement) -> String {
    match &judged.person {
        Some(person) => format!("{}（{}さん）", judged.procedure, person.name),
        None => judged.procedure.clone(),
    }
}

fn one(judged: &Judgement) -> String {
    let who = judged
        .person
        .as_ref()
        .map_or_else(String::new, |person| format!("　{}さん", person.name));
    let section = judged.section.as_ref().map_or("", |section| &section.name);
    let mut text = vec![format!(
        "■ {} {}{who}　［{section}］\n",
        judged.procedure, judged.name
    )];
    if !judged.outcome_text.is_empty() {
        text.push(format!("　　{}\n", judged.outcome_text));
    }
    if let Some(deadline) = &judged.deadline {
        text.push(format!("　　期限: {}\n", due(deadline)));
    }
    let belongings: Vec<_> = judged
        .belongings
        .iter()
        .map(|part| {
            if part.certain {
                part.text.clone()
            } else {
                format!("{}（要確認）", part.text)
            }
        })
        .collect();
    if !belongings.is_empty() {
        text.push(format!("　　持ち物: {}\n", belongings.join("／")));
    }
    for reason in &judged.reasons {
        let (mark, facts) = match reason.kind {
            ReasonKind::Holds => ("理由", &*reason.facts),
            ReasonKind::Fails => ("当てはまらない", &*reason.facts),
            ReasonKind::Missing => ("不足", [].as_slice()),
            ReasonKind::EveryCase => ("補足", [].as_slice()),
        };
        let facts: Vec<_> = facts.iter().map(of_person).collect();
        let facts = if facts.is_empty() {
            String::new()
        } else {
            format!(" ← {}", facts.join("、"))
        };
        text.push(format!("　　{mark}: {}{facts}\n", reason.text));
    }
    for note in &judged.notes {
        let ending = if note.certain { "" } else { "（要確認）" };
        text.push(format!("　　注意: {}{ending}\n", note.text));
    }
    text.concat()
}

fn of_person(fact: &ReasonFact) -> String {
    match &fact.person {
        Some(person) => format!("{person}さん {}", fact_in_words(fact)),
        None => fact_in_words(fact),
    }
}

fn due(deadline: &JudgedDeadline) -> String {
    let late = if deadline.overdue == Some(true) {
        "　※期限を過ぎています"
    } else {
        ""
    };
    match deadline.date {
        Some(date) => format!(
            "{}（{}）。{}{late}",
            wareki::format(date),
            deadline.text,
            deadline.rule
        ),
        None if deadline.rule.is_empty() => deadline.text.clone(),
        None => format!("{}。{}", deadline.text, deadline.rule),
    }
}
