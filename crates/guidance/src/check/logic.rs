//! Procedures that are never or always required, or have no section.

use std::cell::Cell;

use super::proof::{Proof, Setting};
use super::redundant::never;
use super::warning;
use crate::catalogue::{Finding, Place};
use crate::diagram::Function;

pub(super) fn check(proof: &mut Proof<'_>) -> Vec<Finding> {
    let release = proof.release;
    let mut findings = Vec::new();
    for procedure in release.procedures() {
        let mut say = |line: usize, problem: &str, remedy: &str| {
            let path = procedure.path.clone();
            findings.push(warning(&Place { path, line }, problem.to_owned(), remedy));
        };
        let mut own = Setting::of(release, procedure);
        if !own.is_ever() {
            let remedy = "valid_from・valid_to を直してください";
            say(
                procedure.place().line,
                "適用期間が版の施行期間と重なりません",
                remedy,
            );
            continue;
        }
        let (condition, line) = (&procedure.condition, procedure.condition.line);
        if never(proof, &mut own, Some(condition), &[]) {
            let problem = "この手続きは、どんな場合にも必要になりません";
            say(line, problem, "条件を直してください");
            continue;
        }
        let always = proof.everywhere(&mut own, &|setting, ground| {
            let required = ground.function(&condition.expression, setting.member);
            let not = ground.diagrams.not(required);
            !setting.allows(ground, not)
        });
        if always {
            let problem = "この手続きは、どんな場合にも必要になります";
            say(line, problem, "条件を直してください");
        }
        let whens: Option<Vec<_>> = procedure
            .sections
            .iter()
            .map(|section| section.when.as_ref())
            .collect();
        // A section without a condition is there in every case.
        let Some(whens) = whens else { continue };
        let mut setting = Setting::of(release, procedure).when_required(procedure);
        let uncovered = Cell::new(false);
        proof.everywhere(&mut setting, &|setting, ground| {
            let mut none = Function::TRUE;
            for when in &whens {
                let section = ground.function(&when.expression, setting.member);
                let not = ground.diagrams.not(section);
                none = ground.diagrams.and(none, not);
            }
            uncovered.set(setting.allows(ground, none));
            !uncovered.get()
        });
        if uncovered.get() {
            let problem = "担当の課が一つもない場合があります";
            let remedy = "どの場合にも [[section]] が当てはまるようにしてください";
            say(line, problem, remedy);
        }
    }
    findings
}
