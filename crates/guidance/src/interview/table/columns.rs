//! What can come out of a situation, and what is possible, as functions of the questions.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagram::{Function, Variable};
use crate::interview::relevance::relevant;
use crate::judge::{Outcome, Work};

/// What can come out, as functions of the questions alone.
pub(super) struct Columns {
    pub(super) outcomes: Vec<Column>,
    /// What the impossible combinations leave, each with the questions it ties.
    pub(super) possible: Vec<(Vec<Variable>, Function)>,
}

pub(super) struct Column {
    pub(super) variables: Vec<Variable>,
    pub(super) parts: Vec<Function>,
    /// Where the day itself is wanted and not only its band.
    pub(super) written: Option<(Variable, Function)>,
}

impl Columns {
    pub(super) fn of(work: &mut Work<'_>, asked: &[Variable]) -> Self {
        let mut possible = Vec::new();
        for group in work.feasible.groups_of(asked) {
            let others: Vec<_> = without(&group.variables, asked);
            let function = work.builder.diagrams.exists(group.function, &others);
            let variables = work.builder.diagrams.support(function);
            if !variables.is_empty() {
                possible.push((variables, function));
            }
        }
        let mut all = BTreeSet::new();
        for instance in &work.instances {
            all.extend(instance.outcomes(|fact| work.open(fact, instance.member)));
        }
        let outcomes = all
            .into_iter()
            .filter_map(|outcome| column(work, outcome))
            .collect();
        Self { outcomes, possible }
    }

    /// The questions in groups that do not depend on each other.
    pub(super) fn together(&self, asked: &[Variable]) -> Vec<Vec<Variable>> {
        let mut group_of: BTreeMap<Variable, Variable> =
            asked.iter().map(|variable| (*variable, *variable)).collect();
        let outcomes = self.outcomes.iter().map(|column| &column.variables);
        let possible = self.possible.iter().map(|(variables, _)| variables);
        for variables in outcomes.chain(possible) {
            let joined: BTreeSet<Variable> = variables.iter().map(|variable| group_of[variable]).collect();
            for group in group_of.values_mut().filter(|group| joined.contains(group)) {
                *group = variables[0];
            }
        }
        let mut groups: BTreeMap<Variable, Vec<Variable>> = BTreeMap::new();
        for (variable, group) in group_of {
            groups.entry(group).or_default().push(variable);
        }
        groups.into_values().collect()
    }
}

fn column(work: &mut Work<'_>, outcome: Outcome) -> Option<Column> {
    let variables: Vec<Variable> = relevant(work, &outcome).into_iter().collect();
    if variables.is_empty() {
        return None;
    }
    let mut parts = outcome.parts;
    let mut written = None;
    if let Some(variable) = outcome.value_of {
        let whole = parts.remove(0);
        let mut days = Function::FALSE;
        for value in 0..work.builder.diagrams.size(variable) {
            let is = work.builder.diagrams.test(variable, 1 << value);
            let part = work.builder.diagrams.and(whole, is);
            if work.builder.band_days(variable, value, &work.universe) > 1 {
                days = work.builder.diagrams.or(days, part);
            }
            parts.push(part);
        }
        written = Some((variable, days));
    }
    let any = parts
        .iter()
        .fold(Function::FALSE, |any, part| work.builder.diagrams.or(any, *part));
    parts.push(work.builder.diagrams.not(any));
    let support: BTreeSet<Variable> = parts
        .iter()
        .flat_map(|part| work.builder.diagrams.support(*part))
        .collect();
    let support: Vec<_> = support.into_iter().collect();
    let around = work.feasible.around(&mut work.builder.diagrams, &support);
    // What does not matter or cannot be asked is left out: what can come out is the same with every value of it.
    let mut on_what_matters = |function: Function| {
        let function = work.builder.diagrams.and(function, around);
        let others = without(&work.builder.diagrams.support(function), &variables);
        work.builder.diagrams.exists(function, &others)
    };
    let parts = parts.into_iter().map(&mut on_what_matters).collect();
    let written = written
        .map(|(variable, days)| (variable, on_what_matters(days)))
        .filter(|(_, days)| *days != Function::FALSE);
    Some(Column {
        variables,
        parts,
        written,
    })
}

fn without(all: &[Variable], some: &[Variable]) -> Vec<Variable> {
    all.iter()
        .copied()
        .filter(|variable| !some.contains(variable))
        .collect()
}
