//! What is wrong in an overlay, in the words of its screens.

use madoguchi_guidance::catalogue::{Finding, OVERLAY_FILE, Origin};
use madoguchi_guidance::check;

use super::Draft;

/// What is wrong, with the procedure it is about where that is known.
pub(super) struct Problem {
    pub(super) procedure: String,
    pub(super) text: String,
}

/// What keeps the overlay from being used, and what is probably not meant.
pub(super) struct Problems {
    pub(super) errors: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

impl Problems {
    pub(super) fn of(draft: &Draft) -> Self {
        match &draft.with {
            Err(findings) => Self {
                errors: findings.iter().map(|finding| problem(draft, finding)).collect(),
                warnings: Vec::new(),
            },
            Ok(release) => Self {
                errors: Vec::new(),
                warnings: check::check(release)
                    .iter()
                    .filter(|finding| finding.path == OVERLAY_FILE)
                    .map(|finding| problem(draft, finding))
                    .collect(),
            },
        }
    }
}

fn problem(draft: &Draft, finding: &Finding) -> Problem {
    let procedure = draft.with.as_ref().ok().and_then(|release| {
        release
            .procedures()
            .iter()
            .filter(|procedure| procedure.origin != Origin::Published && procedure.line <= finding.line)
            .max_by_key(|procedure| procedure.line)
    });
    Problem {
        procedure: procedure.map_or_else(
            || format!("{}行目", finding.line),
            |procedure| format!("{} {}", procedure.id, procedure.name),
        ),
        text: if finding.remedy.is_empty() {
            finding.problem.clone()
        } else {
            format!("{}。{}。", finding.problem, finding.remedy)
        },
    }
}
