//! Reads definitions of facts.

use std::sync::Arc;
use toml::Spanned;

use super::{File, Findings};
use crate::catalogue::fact::{FactDefinition, FactKind, Place, SubjectKind, WhoAnswers};
use crate::catalogue::raw::{FactsFile, RawFact, RawFactKind};
use crate::catalogue::release::Release;
use crate::catalogue::text_file::line;
use crate::expression::{FactIndex, Scope, is_reserved};

/// The scope of a condition about such a subject.
pub(super) fn scope(subject: SubjectKind) -> Scope {
    match subject {
        SubjectKind::Visit => Scope::Visit,
        SubjectKind::Member => Scope::Member,
    }
}

pub(super) fn read(file: &File<'_>, release: &mut Release, findings: &mut Findings) {
    let parsed: Option<FactsFile> = findings.parse(file);
    for raw in parsed.into_iter().flat_map(|file| file.fact) {
        let at = raw.span().start;
        if let Some(fact) = fact(file, at, raw, release, findings) {
            let place = FactIndex(u16::try_from(release.facts.len()).expect("far fewer facts than 65536"));
            Arc::make_mut(&mut release.fact_places).insert(fact.id.clone(), place);
            Arc::make_mut(&mut release.facts).push(fact);
        }
    }
}

fn fact(
    file: &File<'_>,
    at: usize,
    raw: Spanned<RawFact>,
    release: &Release,
    findings: &mut Findings,
) -> Option<FactDefinition> {
    let raw = raw.into_inner();
    let id = raw.id.clone();
    let mut wrong =
        |problem: String, remedy: &str| findings.error(file, at, format!("「{id}」{problem}"), remedy);
    if release.fact(&raw.id).is_some() {
        wrong("は既にある事実です".into(), "別の名前にしてください");
        return None;
    }
    let plain = raw.id.starts_with(|c: char| c.is_ascii_lowercase())
        && raw
            .id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || is_reserved(&raw.id) {
        wrong(
            "は事実の名前にできません".into(),
            "英小文字で始まり、英小文字・数字・_ だけの、条件の言葉でない名前に",
        );
    }
    if !release.topics.iter().any(|topic| topic.id == raw.topic) {
        wrong(
            format!("の話題「{}」がありません", raw.topic),
            "topics.toml にある話題にしてください",
        );
    }
    if raw.municipal_default.is_some() != (raw.who == WhoAnswers::Municipality) {
        wrong(
            "は municipal_default と who が合いません".into(),
            "自治体が決める事実だけに municipal_default を付けてください",
        );
    }
    if raw.question.is_empty() && raw.who != WhoAnswers::Municipality && !raw.built_in {
        wrong("に質問の文がありません".into(), "question を書いてください");
    }
    let kind = match raw.kind {
        RawFactKind::Bool => {
            let (Some(yes), Some(no)) = (raw.yes, raw.no) else {
                wrong(
                    "に読み上げの言葉がありません".into(),
                    "yes と no を書いてください",
                );
                return None;
            };
            FactKind::Bool { yes, no }
        }
        RawFactKind::Choice => {
            if !(2..=64).contains(&raw.choices.len()) {
                wrong(
                    "の選択肢の数が合いません".into(),
                    "2 個から 64 個までにしてください",
                );
            }
            let mut ids: Vec<_> = raw.choices.iter().map(|choice| &choice.id).collect();
            ids.sort();
            ids.dedup();
            if ids.len() != raw.choices.len() || raw.choices.iter().any(|choice| is_reserved(&choice.id)) {
                wrong(
                    "の選択肢に使えない名前があります".into(),
                    "重ならず、条件の言葉でない名前にしてください",
                );
            }
            FactKind::Choice { choices: raw.choices }
        }
        RawFactKind::Date => FactKind::Date {
            not_future: raw.not_future,
        },
    };
    Some(FactDefinition {
        id: raw.id,
        subject: raw.subject,
        kind,
        label: raw.label,
        question: raw.question,
        plain: raw.plain,
        help: raw.help,
        topic: raw.topic,
        who: raw.who,
        municipal_default: raw.municipal_default,
        after: raw.after,
        built_in: raw.built_in,
        place: Place {
            path: file.path.to_owned(),
            line: line(file.text, at),
        },
    })
}
