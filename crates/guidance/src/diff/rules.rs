//! Rule by rule.

use chrono::NaiveDate;
use madoguchi_model::deadline::ClosedLastDay;
use serde::Serialize;

use crate::catalogue::{DeadlineRule, Procedure, Release, Rule};
use crate::explain;

/// What is different about one procedure, fact or named condition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RuleDiff {
    /// The id.
    pub id: String,
    /// What it is, for people: 手続き, 事実, 定義, あり得ない組合せ.
    pub what: &'static str,
    /// The Japanese name.
    pub name: String,
    /// How it changed.
    pub change: Change,
}

/// How something changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the new release has it.
    Added,
    /// Only the old release has it.
    Removed,
    /// These parts differ: name of the part, before, after.
    Changed(Vec<(&'static str, String, String)>),
}

type Parts = Vec<(&'static str, String)>;

/// What is different, procedures first, each kind by id.
#[must_use]
pub fn rules(old: &Release, new: &Release) -> Vec<RuleDiff> {
    let procedures = |release: &Release| -> Vec<(String, String, Parts)> {
        let all = release.procedures().iter();
        all.map(|procedure| {
            (
                procedure.id.clone(),
                procedure.name.clone(),
                parts(release, procedure),
            )
        })
        .collect()
    };
    let facts = |release: &Release| -> Vec<(String, String, Parts)> {
        let all = release.facts().iter();
        all.map(|fact| {
            let parts = vec![
                ("値", format!("{:?}", fact.kind)),
                ("質問", fact.question.clone()),
                ("やさしい日本語", fact.plain.clone()),
                ("補足", fact.help.clone()),
                ("話題", fact.topic.clone()),
            ];
            (fact.id.clone(), fact.label.clone(), parts)
        })
        .collect()
    };
    let definitions = |release: &Release| -> Vec<(String, String, Parts)> {
        let all = release.definitions().iter();
        all.map(|definition| {
            let parts = vec![("条件", spaced(&definition.rule.text))];
            (definition.id.clone(), definition.label.clone(), parts)
        })
        .collect()
    };
    let impossible = |release: &Release| -> Vec<(String, String, Parts)> {
        let all = release.impossible().iter();
        all.map(|rule| (spaced(&rule.rule.text), rule.text.clone(), Vec::new()))
            .collect()
    };
    let mut diffs = compare("手続き", &procedures(old), &procedures(new));
    diffs.extend(compare("事実", &facts(old), &facts(new)));
    diffs.extend(compare("定義", &definitions(old), &definitions(new)));
    diffs.extend(compare("あり得ない組合せ", &impossible(old), &impossible(new)));
    diffs
}

fn compare(
    what: &'static str,
    old: &[(String, String, Parts)],
    new: &[(String, String, Parts)],
) -> Vec<RuleDiff> {
    let diff = |id: &str, name: &str, change| RuleDiff {
        id: id.to_owned(),
        what,
        name: name.to_owned(),
        change,
    };
    let mut diffs = Vec::new();
    for (id, name, parts) in new {
        let Some((_, old_name, before)) = old.iter().find(|(known, ..)| known == id) else {
            diffs.push(diff(id, name, Change::Added));
            continue;
        };
        let names = std::iter::once((("名前", old_name.clone()), ("名前", name.clone())));
        let changed: Vec<_> = names
            .chain(before.iter().cloned().zip(parts.iter().cloned()))
            .filter(|((_, before), (_, after))| before != after)
            .map(|((part, before), (_, after))| (part, before, after))
            .collect();
        if !changed.is_empty() {
            diffs.push(diff(id, name, Change::Changed(changed)));
        }
    }
    let gone = old
        .iter()
        .filter(|(id, ..)| !new.iter().any(|(known, ..)| known == id));
    diffs.extend(gone.map(|(id, name, _)| diff(id, name, Change::Removed)));
    diffs.sort_by(|a, b| a.id.cmp(&b.id));
    diffs
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything a procedure says, part by part, as texts: what is read aloud of it, and what is only counted with.
fn parts(release: &Release, procedure: &Procedure) -> Parts {
    let fact = |place| release.fact_at(place).id.clone();
    let when = |text: String, rule: Option<&Rule>| match rule {
        Some(rule) => format!("{text}（{}）", spaced(&rule.text)),
        None => text,
    };
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let counted = procedure.deadlines.iter().map(|deadline| match deadline.rule {
        DeadlineRule::Within { from, period } => {
            let closed = match period.closed_last_day {
                ClosedLastDay::NextOpenDay => "閉庁日なら次の開庁日",
                ClosedLastDay::Stays => "閉庁日でも同じ日",
            };
            format!("{}から{}、{closed}", fact(from), period.label())
        }
        DeadlineRule::On { fact: on } => fact(on),
        DeadlineRule::InWords => String::new(),
    });
    let fields = procedure
        .fields
        .iter()
        .map(|field| when(fact(field.fact), field.when.as_ref()));
    let events = procedure.life_events.iter().map(|event| event.label().to_owned());
    let note_kinds = procedure.notes.iter().map(|note| note.kind.label().to_owned());
    let basis = procedure.legal_basis.iter().map(ToString::to_string);
    let mut parts = vec![
        ("条件", spaced(&procedure.condition.text)),
        ("対象", procedure.subject.label().to_owned()),
        ("ライフイベント", list(events)),
        (
            "適用期間",
            format!("{}〜{}", day(procedure.valid_from), day(procedure.valid_to)),
        ),
        ("期限の数え方", list(counted)),
        ("記入する事実", list(fields)),
        ("注意の種類", list(note_kinds)),
        ("根拠", list(basis)),
        ("説明", procedure.summary.clone()),
        ("やさしい日本語", procedure.plain.clone()),
        ("先にする手続き", procedure.follows.join(" / ")),
        ("一緒に済む手続き", procedure.part_of.join(" / ")),
        ("案内票に載せない", procedure.discreet.to_string()),
    ];
    let aloud = explain::parts(release, procedure).into_iter();
    parts.extend(aloud.map(|(title, all)| {
        let texts = all.into_iter().map(|(text, rule)| when(text, rule.as_ref()));
        (title, list(texts))
    }));
    parts
}

fn list(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(" / ")
}
