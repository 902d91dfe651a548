//! Gaps and overlaps between the terms of releases.

use chrono::Days;

use super::warning;
use crate::catalogue::{Finding, Place, Release};

/// Between each release and the next one. The newest that has begun is the one that judges: what an earlier one says of
/// later days is never used.
pub(super) fn check(releases: &[&Release]) -> Vec<Finding> {
    let mut sorted = releases.to_vec();
    sorted.sort_by_key(|release| release.valid_from());
    let mut findings = Vec::new();
    for (place, release) in sorted.iter().enumerate() {
        let (from, file) = (release.valid_from(), file(release));
        let next = sorted.get(place + 1);
        if let Some(next) = next.filter(|next| next.valid_from() == from) {
            let problem = format!("「{}」と同じ {from} から施行されます", next.id());
            findings.push(warning(&file, problem, "どちらかの valid_from を直してください"));
            continue;
        }
        let Some(to) = release.valid_to() else { continue };
        if to < from {
            let problem = format!("施行期間の終わり（{to}）が始まり（{from}）より前です");
            findings.push(warning(&file, problem, "valid_from か valid_to を直してください"));
            continue;
        }
        let Some(next) = next else { continue };
        let first = to + Days::new(1);
        if next.valid_from() > first {
            let last = next.valid_from() - Days::new(1);
            let problem = format!(
                "{first} から {last} まで、施行されている版がありません（次は「{}」）",
                next.id()
            );
            let remedy = "valid_to か、次の版の valid_from を直してください";
            findings.push(warning(&file, problem, remedy));
        } else if next.valid_from() < first {
            let begins = next.valid_from();
            let problem = format!("{begins} から {to} まで、「{}」と施行期間が重なります", next.id());
            let remedy = "valid_to を次の版の施行の前日にするか、消してください";
            findings.push(warning(&file, problem, remedy));
        }
    }
    findings
}

fn file(release: &Release) -> Place {
    Place {
        path: format!("{}/release.toml", release.id()),
        line: 1,
    }
}
