//! Which completions of the open facts are possible.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagram::{Diagrams, Function, Variable};

/// Open facts that impossible combinations tie together.
pub(crate) struct Group {
    /// The open facts, ascending.
    pub(crate) variables: Vec<Variable>,
    /// Which of their values are possible together.
    pub(crate) function: Function,
}

/// The possible completions, in groups that do not depend on each other.
#[derive(Default)]
pub(crate) struct Feasible {
    groups: Vec<Group>,
    group_of: BTreeMap<Variable, usize>,
}

impl Feasible {
    /// Takes up what must hold, in order. Gives the places of those that contradict the known facts or the
    /// ones before; they are left out.
    pub(crate) fn new(diagrams: &mut Diagrams, must_hold: &[Function]) -> (Self, Vec<usize>) {
        let mut groups: Vec<Group> = Vec::new();
        let mut contradicting = Vec::new();
        for (place, function) in must_hold.iter().enumerate() {
            let mut variables: BTreeSet<_> = diagrams.support(*function).into_iter().collect();
            let (touched, rest): (Vec<_>, Vec<_>) = groups
                .into_iter()
                .partition(|group| group.variables.iter().any(|v| variables.contains(v)));
            groups = rest;
            let together = touched
                .iter()
                .fold(*function, |all, group| diagrams.and(all, group.function));
            if together == Function::FALSE {
                contradicting.push(place);
                groups.extend(touched);
                continue;
            }
            variables.extend(touched.iter().flat_map(|group| group.variables.iter().copied()));
            if !variables.is_empty() {
                groups.push(Group {
                    variables: variables.into_iter().collect(),
                    function: together,
                });
            }
        }
        let group_of = groups
            .iter()
            .enumerate()
            .flat_map(|(place, group)| group.variables.iter().map(move |variable| (*variable, place)))
            .collect();
        (Self { groups, group_of }, contradicting)
    }

    /// The number of open facts in the largest group.
    pub(crate) fn largest_group(&self) -> usize {
        self.groups
            .iter()
            .map(|group| group.variables.len())
            .max()
            .unwrap_or(0)
    }

    /// The group an open fact is in.
    pub(crate) fn group(&self, variable: Variable) -> Option<&Group> {
        self.group_of.get(&variable).map(|place| &self.groups[*place])
    }

    /// The groups that hold any of the variables.
    pub(crate) fn groups_of(&self, variables: &[Variable]) -> Vec<&Group> {
        let places: BTreeSet<_> = variables
            .iter()
            .filter_map(|variable| self.group_of.get(variable))
            .collect();
        places.into_iter().map(|place| &self.groups[*place]).collect()
    }

    /// The possible values of the groups that hold any of the variables. What other groups allow does not
    /// depend on them.
    pub(crate) fn around(&self, diagrams: &mut Diagrams, variables: &[Variable]) -> Function {
        let places: BTreeSet<_> = variables
            .iter()
            .filter_map(|variable| self.group_of.get(variable))
            .collect();
        places.into_iter().fold(Function::TRUE, |all, place| {
            diagrams.and(all, self.groups[*place].function)
        })
    }

    /// Whether some possible completion makes the function true.
    pub(crate) fn allows(&self, diagrams: &mut Diagrams, function: Function) -> bool {
        if function == Function::FALSE || function == Function::TRUE {
            return function == Function::TRUE;
        }
        let support = diagrams.support(function);
        let around = self.around(diagrams, &support);
        diagrams.and(function, around) != Function::FALSE
    }
}
