//! What procedures say of each other: order, and being one job.

use std::collections::BTreeSet;

use super::warning;
use crate::catalogue::{Finding, Procedure, Release};

pub(super) fn check(release: &Release) -> Vec<Finding> {
    let mut findings = Vec::new();
    for procedure in release.procedures() {
        let place = procedure.place();
        for (name, ids) in [("follows", &procedure.follows), ("part_of", &procedure.part_of)] {
            for id in ids {
                if release.procedure(id).is_none() {
                    let problem = format!("{name} の「{id}」という手続きはありません");
                    findings.push(warning(&place, problem, "手続きの番号を直してください"));
                }
            }
        }
        // One step only: what takes up a part is done itself.
        let mut wholes = procedure.part_of.iter().filter_map(|id| release.procedure(id));
        if wholes.any(|whole| !whole.part_of.is_empty()) {
            let problem = "part_of の相手が、さらに別の手続きと一緒に済みます".to_owned();
            findings.push(warning(&place, problem, "最後に行う手続きを直接書いてください"));
        }
        if comes_before_itself(release, procedure) {
            let problem = "follows をたどると、この手続きに戻ります".to_owned();
            findings.push(warning(&place, problem, "どれかの向きを直してください"));
        }
    }
    findings
}

/// Whether the order leads from a procedure back to itself.
fn comes_before_itself(release: &Release, procedure: &Procedure) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![procedure];
    while let Some(next) = ahead.pop() {
        for first in &next.follows {
            if *first == procedure.id {
                return true;
            }
            if seen.insert(first) {
                ahead.extend(release.procedure(first));
            }
        }
    }
    false
}
