//! What is asked after what.

use super::warning;
use crate::catalogue::{Finding, Release};

/// A question waits for one other at most, which waits for none: so that none waits for ever.
pub(super) fn check(release: &Release) -> Vec<Finding> {
    let mut findings = Vec::new();
    for fact in release.facts() {
        let Some(first) = &fact.after else { continue };
        let known = release.fact(first);
        if known.is_none_or(|first| first.after.is_some()) {
            findings.push(warning(
                &fact.place,
                format!("「{}」の after「{first}」は先に聞く事実になりません", fact.id),
                "after のない事実の名前にしてください",
            ));
        }
    }
    findings
}
