//! Operations on diagrams.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Diagrams, Function, Operation, Variable};

impl Diagrams {
    /// Both.
    pub(crate) fn and(&mut self, a: Function, b: Function) -> Function {
        self.apply(Operation::And, a, b)
    }

    /// Either.
    pub(crate) fn or(&mut self, a: Function, b: Function) -> Function {
        self.apply(Operation::Or, a, b)
    }

    fn apply(&mut self, operation: Operation, a: Function, b: Function) -> Function {
        let (neutral, absorbing) = match operation {
            Operation::And => (Function::TRUE, Function::FALSE),
            Operation::Or => (Function::FALSE, Function::TRUE),
        };
        if a == absorbing || b == absorbing {
            return absorbing;
        }
        if a == neutral || a == b {
            return b;
        }
        if b == neutral {
            return a;
        }
        let key = (operation, a.min(b), a.max(b));
        if let Some(done) = self.applied.get(&key) {
            return *done;
        }
        let variable = self
            .top(a)
            .into_iter()
            .chain(self.top(b))
            .min()
            .expect("neither is constant");
        let children = (0..self.size(variable))
            .map(|value| {
                let (left, right) = (self.child(a, variable, value), self.child(b, variable, value));
                self.apply(operation, left, right)
            })
            .collect();
        let function = self.node(variable, children);
        self.applied.insert(key, function);
        function
    }

    /// The negation.
    pub(crate) fn not(&mut self, a: Function) -> Function {
        if a.is_constant() {
            return Function::constant(a == Function::FALSE);
        }
        if let Some(done) = self.negated.get(&a) {
            return *done;
        }
        let node = self.get(a).clone();
        let children = node.children.iter().map(|child| self.not(*child)).collect();
        let function = self.node(node.variable, children);
        self.negated.insert(a, function);
        function
    }

    /// Exactly one of the two.
    pub(crate) fn differ(&mut self, a: Function, b: Function) -> Function {
        if a == b {
            return Function::FALSE;
        }
        let (not_a, not_b) = (self.not(a), self.not(b));
        let (only_a, only_b) = (self.and(a, not_b), self.and(not_a, b));
        self.or(only_a, only_b)
    }

    /// At least `count` of the parts.
    pub(crate) fn at_least(&mut self, count: usize, parts: &[Function]) -> Function {
        // reached[k]: at least k of the parts seen so far.
        let mut reached = vec![Function::FALSE; count + 1];
        reached[0] = Function::TRUE;
        for part in parts {
            for k in (1..=count).rev() {
                let one_more = self.and(reached[k - 1], *part);
                reached[k] = self.or(reached[k], one_more);
            }
        }
        reached[count]
    }

    /// Whether some values of the variables make it true, as a function of the other variables. The variables
    /// are in ascending order.
    pub(crate) fn exists(&mut self, a: Function, variables: &[Variable]) -> Function {
        if variables.is_empty() {
            a
        } else {
            self.exists_memo(a, variables, &mut HashMap::new())
        }
    }

    fn exists_memo(
        &mut self,
        a: Function,
        variables: &[Variable],
        memo: &mut HashMap<Function, Function>,
    ) -> Function {
        let Some(top) = self.top(a) else { return a };
        if variables.last().is_none_or(|last| *last < top) {
            return a;
        }
        if let Some(done) = memo.get(&a) {
            return *done;
        }
        let node = self.get(a).clone();
        let children: Box<[Function]> = node
            .children
            .iter()
            .map(|child| self.exists_memo(*child, variables, memo))
            .collect();
        let function = if variables.binary_search(&top).is_ok() {
            children
                .iter()
                .fold(Function::FALSE, |any, child| self.or(any, *child))
        } else {
            self.node(top, children)
        };
        memo.insert(a, function);
        function
    }

    /// The share of all assignments that make it true.
    pub(crate) fn density(&mut self, a: Function) -> f64 {
        if a.is_constant() {
            return f64::from(u8::from(a == Function::TRUE));
        }
        if let Some(done) = self.densities.get(&a) {
            return *done;
        }
        let node = self.get(a).clone();
        let sum: f64 = node.children.iter().map(|child| self.density(*child)).sum();
        let density = sum / f64::from(self.size(node.variable));
        self.densities.insert(a, density);
        density
    }

    /// The variables the function depends on, ascending.
    pub(crate) fn support(&self, a: Function) -> Vec<Variable> {
        let (mut found, mut seen, mut open) = (BTreeSet::new(), HashSet::new(), vec![a]);
        while let Some(function) = open.pop() {
            if !function.is_constant() && seen.insert(function) {
                let node = self.get(function);
                found.insert(node.variable);
                open.extend(node.children.iter().copied());
            }
        }
        found.into_iter().collect()
    }
}
