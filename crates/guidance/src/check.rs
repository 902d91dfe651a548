//! Checks a release for what loading alone does not see.
//!
//! Loading already refuses what cannot be read: syntax, types, unknown names. Here: facts, definitions and
//! topics nobody uses; procedures and parts that never or always apply; a procedure without a section;
//! rows, operands, impossible combinations and procedures that change nothing beside others; missing texts;
//! references to laws and articles; rules that do not fit the engine's limits; days between releases.

mod after;
mod days;
mod ground;
mod laws;
mod limits;
mod logic;
mod proof;
mod redundant;
mod references;
mod rows;
mod terms;
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
    findings.extend(laws::check(release));
    match limits::check(release) {
        Ok(()) => {
            let mut proof = proof::Proof::new(release);
            findings.extend(logic::check(&mut proof));
            findings.extend(rows::check(&mut proof));
            findings.extend(redundant::check(&mut proof));
        }
        Err(finding) => findings.push(finding),
    }
    findings.sort();
    findings
}

/// What is wrong with each of several releases, and between them. Files are named from the folder that holds them all.
#[must_use]
pub fn check_all(releases: &[&Release]) -> Vec<Finding> {
    let mut findings: Vec<_> = releases
        .iter()
        .flat_map(|release| {
            let of_one = check(release).into_iter();
            of_one.map(|finding| Finding {
                path: format!("{}/{}", release.id(), finding.path),
                ..finding
            })
        })
        .chain(terms::check(releases))
        .collect();
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
