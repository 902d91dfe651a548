//! Which open facts can still change an outcome.
//!
//! A question is relevant to an outcome if and only if there is a partial context (answers to some of the
//! other questions) in which two possible answers leave different sets of values of the outcome. The sets
//! range over everything that stays open, facts nobody can be asked included. It is therefore not asked where
//! its answer would leave the outcome as open as it was.

use std::collections::BTreeSet;

use crate::diagram::{Diagrams, Function, Variable};
use crate::judge::{Outcome, Work};

/// The open facts, askable or not, whose value can still change whether the function holds.
pub(crate) fn matters(work: &mut Work<'_>, function: Function) -> Vec<Variable> {
    let outcome = Outcome {
        parts: vec![function],
        value_of: None,
    };
    relevant_among(work, &outcome, |_| true).into_iter().collect()
}

/// The questions whose answers can still change the outcome.
pub(crate) fn relevant(work: &mut Work<'_>, outcome: &Outcome) -> BTreeSet<Variable> {
    let askable: Vec<bool> = work
        .universe
        .open
        .iter()
        .map(crate::residual::Open::askable)
        .collect();
    relevant_among(work, outcome, |variable| askable[variable as usize])
}

fn relevant_among(
    work: &mut Work<'_>,
    outcome: &Outcome,
    askable: impl Fn(Variable) -> bool,
) -> BTreeSet<Variable> {
    let mut found = BTreeSet::new();
    let Work {
        builder,
        feasible,
        universe,
        ..
    } = work;
    let mut parts = outcome.parts.clone();
    if let Some(variable) = outcome.value_of {
        // The value of the fact is part of the outcome: one part for each of its values or bands.
        let whole = parts.remove(0);
        for value in 0..builder.diagrams.size(variable) {
            let is = builder.diagrams.test(variable, 1 << value);
            let part = builder.diagrams.and(whole, is);
            if askable(variable)
                && builder.band_days(variable, value, universe) > 1
                && feasible.allows(&mut builder.diagrams, part)
            {
                found.insert(variable);
            }
            parts.push(part);
        }
    }
    let diagrams = &mut builder.diagrams;
    let any = parts
        .iter()
        .fold(Function::FALSE, |any, part| diagrams.or(any, *part));
    parts.push(diagrams.not(any));
    let support: BTreeSet<Variable> = parts.iter().flat_map(|part| diagrams.support(*part)).collect();
    let support: Vec<_> = support.into_iter().collect();
    if support.is_empty() {
        return found;
    }
    let possible = feasible.around(diagrams, &support);
    let groups = support.iter().filter_map(|variable| feasible.group(*variable));
    let mut all: BTreeSet<Variable> = groups.flat_map(|group| group.variables.iter().copied()).collect();
    all.extend(support);
    let hidden: Vec<Variable> = all
        .iter()
        .copied()
        .filter(|variable| !askable(*variable))
        .collect();
    let reachable: Vec<Function> = parts
        .iter()
        .map(|part| {
            let part = diagrams.and(*part, possible);
            diagrams.exists(part, &hidden)
        })
        .collect();
    let possible = diagrams.exists(possible, &hidden);
    for variable in all.into_iter().filter(|variable| askable(*variable)) {
        let tied: Vec<Variable> = feasible
            .group(variable)
            .into_iter()
            .flat_map(|group| group.variables.iter().copied())
            .filter(|other| *other != variable && askable(*other))
            .collect();
        if !found.contains(&variable) && can_change(diagrams, variable, &tied, &reachable, possible) {
            found.insert(variable);
        }
    }
    found
}

/// Whether two answers can leave different sets of values: in some context one answer can reach a part, and
/// another answer is possible and cannot. The context may leave open any of the facts that impossible
/// combinations tie to the question; leaving open others cannot help, because they are possible with every
/// answer.
fn can_change(
    diagrams: &mut Diagrams,
    variable: Variable,
    tied: &[Variable],
    reachable: &[Function],
    possible: Function,
) -> bool {
    (0..1_u64 << tied.len()).any(|chosen| {
        let left_open: Vec<Variable> = (0..)
            .zip(tied)
            .filter(|(bit, _)| chosen >> bit & 1 == 1)
            .map(|(_, variable)| *variable)
            .collect();
        let possible = diagrams.exists(possible, &left_open);
        reachable.iter().any(|part| {
            let reached = diagrams.exists(*part, &left_open);
            let not = diagrams.not(reached);
            let missed = diagrams.and(possible, not);
            let by_one = diagrams.exists(reached, &[variable]);
            let not_by_other = diagrams.exists(missed, &[variable]);
            diagrams.and(by_one, not_by_other) != Function::FALSE
        })
    })
}
