//! Checks a release for what loading alone does not see.
//!
//! Loading already refuses what cannot be read: syntax, types, unknown names. Here: facts, definitions and
//! topics nobody uses; procedures and parts that never or always apply; a procedure without a section;
//! missing texts; rules that do not fit the engine's limits.

mod after;
mod limits;
mod logic;
mod references;
mod texts;
mod unused;

use crate::catalogue::{Finding, Place, Release, Severity};

/// What is wrong with a release, by file and line.
#[must_use]
pub fn check(release: &Release) -> Vec<Finding> {
    let mut findings = unused::check(release);
    findings.extend(after::check(release));
    findings.extend(references::check(release));
    findings.extend(texts::check(release));
    match limits::check(release) {
        Ok(()) => findings.extend(logic::check(release)),
        Err(finding) => findings.push(finding),
    }
    findings.sort();
    findings
}

fn warning(place: &Place, problem: String, remedy: &str) -> Finding {
    Finding {
        severity: Severity::Warning,
        path: place.path.clone(),
        line: place.line,
        problem,
        remedy: remedy.to_owned(),
    }
}
