//! Which open facts can still change an outcome.
//!
//! A question is relevant to an outcome if and only if there is a partial context (answers to some of the
//! other questions) in which two possible answers leave different sets of values of the outcome. The sets
//! range over everything that stays open, facts nobody can be asked included. It is therefore not asked where
//! its answer would leave the outcome as open as it was.

use std::collections::BTreeSet;

use crate::diagram::{Diagrams, Function, Variable};
use crate::judge::{Group, Outcome, Work};

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
    let mut parts = outcome.parts.clone();
    if let Some(variable) = outcome.value_of {
        // The value of the fact is part of the outcome: one part for each of its values or bands.
        let whole = parts.remove(0);
        for value in 0..work.builder.diagrams.size(variable) {
            let is = work.builder.diagrams.test(variable, 1 << value);
            let part = work.builder.diagrams.and(whole, is);
            let several = work.builder.band_days(variable, value, &work.universe) > 1;
            if askable(variable) && several && work.allows(part) {
                found.insert(variable);
            }
            parts.push(part);
        }
    }
    let Work {
        builder, feasible, ..
    } = work;
    let diagrams = &mut builder.diagrams;
    let any = parts
        .iter()
        .fold(Function::FALSE, |any, part| diagrams.or(any, *part));
    parts.push(diagrams.not(any));
    let support: BTreeSet<Variable> = parts.iter().flat_map(|part| diagrams.support(*part)).collect();
    let support: Vec<_> = support.into_iter().collect();
    let groups = feasible.groups_of(&support);
    let tied: BTreeSet<Variable> = groups
        .iter()
        .flat_map(|group| group.variables.iter().copied())
        .collect();
    let loose: Vec<Variable> = support
        .iter()
        .copied()
        .filter(|variable| !tied.contains(variable))
        .collect();
    let each = groups
        .iter()
        .enumerate()
        .map(|(place, group)| (group.variables.as_slice(), Some(place)));
    for (variables, own) in std::iter::once((loose.as_slice(), None)).chain(each) {
        let possible = possible(diagrams, &groups, own, &support, &askable);
        let concerned: BTreeSet<Variable> = support.iter().chain(variables).copied().collect();
        let hidden: Vec<Variable> = concerned
            .into_iter()
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
        let hidden_in_support = variables
            .iter()
            .any(|variable| !askable(*variable) && support.contains(variable));
        let asked: Vec<Variable> = variables
            .iter()
            .copied()
            .filter(|variable| askable(*variable))
            .collect();
        for variable in asked
            .iter()
            .filter(|variable| !found.contains(*variable))
            .copied()
            .collect::<Vec<_>>()
        {
            let question = Tied {
                variable,
                others: asked
                    .iter()
                    .copied()
                    .filter(|other| own.is_some() && *other != variable)
                    .collect(),
                only_through: (!support.contains(&variable) && !hidden_in_support).then_some(&*support),
            };
            if question.can_change(diagrams, &reachable, possible) {
                found.insert(variable);
            }
        }
    }
    found
}

/// What the impossible combinations leave: of one group all its facts; of the others those the outcome speaks of, and,
/// where it speaks of one that nobody can be asked, the questions that are tied to that one and so can narrow it. The
/// context settles the others' remaining facts, and their groups do not depend on this one.
fn possible(
    diagrams: &mut Diagrams,
    groups: &[&Group],
    own: Option<usize>,
    support: &[Variable],
    askable: &impl Fn(Variable) -> bool,
) -> Function {
    groups
        .iter()
        .enumerate()
        .fold(Function::TRUE, |all, (place, group)| {
            let narrows = group
                .variables
                .iter()
                .any(|variable| support.contains(variable) && !askable(*variable));
            let others: Vec<_> = group
                .variables
                .iter()
                .copied()
                .filter(|variable| !(support.contains(variable) || narrows && askable(*variable)))
                .collect();
            let left = if own == Some(place) {
                group.function
            } else {
                diagrams.exists(group.function, &others)
            };
            diagrams.and(all, left)
        })
}

/// A question with the facts that impossible combinations tie to it.
struct Tied<'s> {
    variable: Variable,
    others: Vec<Variable>,
    /// A fact the outcome does not speak of can change it only by what it says about one that it does speak
    /// of, and that the context leaves open: one of these.
    only_through: Option<&'s [Variable]>,
}

impl Tied<'_> {
    /// Whether two answers can leave different sets of values: in some context one answer can reach a part, and
    /// another answer is possible and cannot. The context may leave open any of the facts that impossible
    /// combinations tie to the question; leaving open others cannot help, because they are possible with every
    /// answer.
    fn can_change(&self, diagrams: &mut Diagrams, reachable: &[Function], possible: Function) -> bool {
        (0..1_u64 << self.others.len()).any(|chosen| {
            let left_open: Vec<Variable> = (0..)
                .zip(&self.others)
                .filter(|(bit, _)| chosen >> bit & 1 == 1)
                .map(|(_, variable)| *variable)
                .collect();
            if self
                .only_through
                .is_some_and(|needed| !left_open.iter().any(|open| needed.contains(open)))
            {
                return false;
            }
            let possible = diagrams.exists(possible, &left_open);
            reachable.iter().any(|part| {
                let reached = diagrams.exists(*part, &left_open);
                let not = diagrams.not(reached);
                let missed = diagrams.and(possible, not);
                let by_one = diagrams.exists(reached, &[self.variable]);
                let not_by_other = diagrams.exists(missed, &[self.variable]);
                diagrams.and(by_one, not_by_other) != Function::FALSE
            })
        })
    }
}
