//! What nobody uses.

use std::collections::BTreeSet;

use super::warning;
use crate::catalogue::{DeadlineRule, Finding, Place, Release, Rule};
use crate::expression::{Expression, FactIndex};

pub(super) fn check(release: &Release) -> Vec<Finding> {
    let (mut facts, mut definitions) = (BTreeSet::new(), BTreeSet::new());
    let mut see = |rule: &Rule| {
        rule.expression.each_fact(&mut |fact| {
            facts.insert(fact);
        });
        rule.expression.each(&mut |part| {
            if let Expression::Named { definition, .. } = part {
                definitions.insert(*definition);
            }
        });
    };
    release
        .procedures()
        .iter()
        .flat_map(|procedure| procedure.rules())
        .for_each(&mut see);
    release
        .impossible()
        .iter()
        .for_each(|impossible| see(&impossible.rule));
    for procedure in release.procedures() {
        facts.extend(procedure.fields.iter().map(|field| field.fact));
        facts.extend(
            procedure
                .deadlines
                .iter()
                .filter_map(|deadline| match deadline.rule {
                    DeadlineRule::Within { from, .. } => Some(from),
                    DeadlineRule::On { fact } => Some(fact),
                    DeadlineRule::InWords => None,
                }),
        );
    }
    let mut findings = Vec::new();
    for (place, fact) in release.facts().iter().enumerate() {
        let used = u16::try_from(place).is_ok_and(|place| facts.contains(&FactIndex(place)));
        if !used && !fact.built_in {
            findings.push(warning(
                &fact.place,
                format!("「{}」はどの条件にも使われていません", fact.id),
                "消すか、条件に使ってください",
            ));
        }
    }
    for (place, definition) in release.definitions().iter().enumerate() {
        if u16::try_from(place).is_ok_and(|place| !definitions.contains(&place)) {
            let problem = format!("「{}」はどの条件にも使われていません", definition.id);
            findings.push(warning(
                &definition.place,
                problem,
                "消すか、条件に使ってください",
            ));
        }
    }
    for topic in release.topics() {
        if !release.facts().iter().any(|fact| fact.topic == topic.id) {
            let place = Place {
                path: "topics.toml".to_owned(),
                line: 1,
            };
            findings.push(warning(
                &place,
                format!("話題「{}」の事実がありません", topic.id),
                "消してください",
            ));
        }
    }
    findings
}
