//! Every fact of a release as a table.

use crate::catalogue::{FactKind, Release};

/// One block of lines for each fact, under its topic.
#[must_use]
pub fn facts(release: &Release) -> String {
    let mut text = vec![format!("制度カタログ {} の事実の一覧\n", release.id())];
    for topic in release.topics() {
        let mut facts = release
            .facts()
            .iter()
            .filter(|fact| fact.topic == topic.id)
            .peekable();
        if facts.peek().is_some() {
            text.push(format!("\n【{}】\n", topic.label));
        }
        for fact in facts {
            let values = match &fact.kind {
                FactKind::Bool { yes, no } => format!("true（{yes}）、false（{no}）"),
                FactKind::Choice { choices } => {
                    let each: Vec<_> = choices
                        .iter()
                        .map(|choice| format!("\"{}\"（{}）", choice.id, choice.label))
                        .collect();
                    each.join("、")
                }
                FactKind::Date { not_future: true } => {
                    "\"2026-04-01\" の形の日付。基準日より後にはならない".to_owned()
                }
                FactKind::Date { not_future: false } => "\"2026-04-01\" の形の日付".to_owned(),
            };
            text.push(format!(
                "{}　{}（{}、{}）\n　　値: {values}\n　　意味: {}{}\n{}",
                fact.id,
                fact.label,
                fact.subject.label(),
                fact.kind.label(),
                if fact.question.is_empty() {
                    String::new()
                } else {
                    format!("{} ", fact.question)
                },
                fact.help,
                if fact.plain.is_empty() {
                    String::new()
                } else {
                    format!("　　やさしい日本語: {}\n", fact.plain)
                },
            ));
        }
    }
    text.concat()
}
