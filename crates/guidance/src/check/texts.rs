//! Missing texts.

use super::warning;
use crate::catalogue::{FactKind, Finding, Place, Release};

pub(super) fn check(release: &Release) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut need = |place: &Place, what: &str, text: &str| {
        if text.trim().is_empty() {
            findings.push(warning(place, format!("{what}がありません"), "書いてください"));
        }
    };
    for fact in release.facts() {
        need(&fact.place, &format!("「{}」の label", fact.id), &fact.label);
        need(&fact.place, &format!("「{}」の help", fact.id), &fact.help);
        if !fact.question.is_empty() {
            need(
                &fact.place,
                &format!("「{}」の plain（やさしい日本語）", fact.id),
                &fact.plain,
            );
        }
        if let FactKind::Choice { choices } = &fact.kind {
            for choice in choices {
                need(
                    &fact.place,
                    &format!("選択肢「{}」の label", choice.id),
                    &choice.label,
                );
            }
        }
    }
    for definition in release.definitions() {
        need(
            &definition.place,
            &format!("「{}」の label", definition.id),
            &definition.label,
        );
    }
    for impossible in release.impossible() {
        need(&impossible.place, "ありえない組み合わせの text", &impossible.text);
    }
    for procedure in release.procedures() {
        let place = procedure.place();
        need(&place, "name", &procedure.name);
        need(&place, "summary", &procedure.summary);
        need(&place, "plain（やさしい日本語）", &procedure.plain);
        need(&place, "evidence", &procedure.evidence);
        let basis: String = procedure
            .legal_basis
            .iter()
            .map(|basis| basis.law.as_str())
            .collect();
        need(&place, "legal_basis", &basis);
        let deadlines: String = procedure
            .deadlines
            .iter()
            .map(|deadline| deadline.text.as_str())
            .collect();
        need(&place, "期限", &deadlines);
        for belonging in &procedure.belongings {
            need(
                &place,
                &format!("持ち物「{}」の reason", belonging.text),
                &belonging.reason,
            );
        }
    }
    findings
}
