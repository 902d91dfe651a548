//! Sets of facts by their place, small and quick to ask.

use super::procedure::{DeadlineRule, Procedure};
use crate::expression::{Expression, FactIndex};

/// A set of facts.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct FactSet(Vec<u64>);

impl FactSet {
    /// Whether the fact is in the set.
    pub(crate) fn contains(&self, fact: FactIndex) -> bool {
        let word = self.0.get(usize::from(fact.0) / 64).copied().unwrap_or(0);
        word >> (fact.0 % 64) & 1 == 1
    }

    /// Puts a fact in.
    pub(crate) fn insert(&mut self, fact: FactIndex) {
        let word = usize::from(fact.0) / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (fact.0 % 64);
    }

    /// Puts all facts of another set in.
    pub(crate) fn insert_all(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Puts in the facts a condition speaks of.
    pub(crate) fn insert_expression(&mut self, expression: &Expression) {
        expression.each_fact(&mut |fact| self.insert(fact));
    }

    /// Every fact a procedure speaks of: in its conditions, as the day a deadline counts from, on its forms.
    pub(crate) fn of_procedure(procedure: &Procedure) -> Self {
        let mut facts = Self::default();
        for rule in procedure.rules() {
            facts.insert_expression(&rule.expression);
        }
        for deadline in &procedure.deadlines {
            match deadline.rule {
                DeadlineRule::Within { from, .. } => facts.insert(from),
                DeadlineRule::On { fact } => facts.insert(fact),
                DeadlineRule::InWords => {}
            }
        }
        for field in &procedure.fields {
            facts.insert(field.fact);
        }
        facts
    }
}
