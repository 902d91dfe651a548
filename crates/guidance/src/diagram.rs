//! Reduced ordered decision diagrams over variables with a few values each.
//!
//! Two functions are the same if and only if they are the same node, which makes "decided" and "can still
//! change" exact questions with exact answers.

mod operations;

use rustc_hash::FxHashMap as HashMap;

/// A variable: its place in the order.
pub(crate) type Variable = u32;

/// A function of the variables, true or false for each assignment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Function(u32);

impl Function {
    pub(crate) const FALSE: Self = Self(0);
    pub(crate) const TRUE: Self = Self(1);

    /// The constant function.
    pub(crate) fn constant(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }

    fn is_constant(self) -> bool {
        self.0 <= 1
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Node {
    variable: Variable,
    /// One function for each value of the variable.
    children: Box<[Function]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    And,
    Or,
}

/// All diagrams over one list of variables.
pub(crate) struct Diagrams {
    /// The number of values of each variable.
    sizes: Vec<u32>,
    nodes: Vec<Node>,
    unique: HashMap<Node, Function>,
    applied: HashMap<(Operation, Function, Function), Function>,
    negated: HashMap<Function, Function>,
    densities: HashMap<Function, f64>,
}

impl Diagrams {
    /// Diagrams over variables with the given numbers of values.
    pub(crate) fn new(sizes: Vec<u32>) -> Self {
        Self {
            sizes,
            nodes: Vec::new(),
            unique: HashMap::default(),
            applied: HashMap::default(),
            negated: HashMap::default(),
            densities: HashMap::default(),
        }
    }

    /// The number of values of a variable.
    pub(crate) fn size(&self, variable: Variable) -> u32 {
        self.sizes[variable as usize]
    }

    /// The number of nodes made so far.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True where the variable has one of the values of the mask (bit n: value n).
    pub(crate) fn test(&mut self, variable: Variable, mask: u64) -> Function {
        let children = (0..self.size(variable))
            .map(|value| Function::constant(mask >> value & 1 == 1))
            .collect();
        self.node(variable, children)
    }

    fn node(&mut self, variable: Variable, children: Box<[Function]>) -> Function {
        if children.iter().all(|child| *child == children[0]) {
            return children[0];
        }
        let node = Node { variable, children };
        if let Some(function) = self.unique.get(&node) {
            return *function;
        }
        let function = Function(u32::try_from(self.nodes.len() + 2).expect("far fewer nodes than 2^32"));
        self.nodes.push(node.clone());
        self.unique.insert(node, function);
        function
    }

    fn get(&self, function: Function) -> &Node {
        &self.nodes[function.0 as usize - 2]
    }

    /// The first variable the function depends on.
    fn top(&self, function: Function) -> Option<Variable> {
        (!function.is_constant()).then(|| self.get(function).variable)
    }

    /// The function where `variable`, at the top or above, has `value`.
    pub(crate) fn child(&self, function: Function, variable: Variable, value: u32) -> Function {
        if self.top(function) == Some(variable) {
            self.get(function).children[value as usize]
        } else {
            function
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_or_its_negation_is_the_constant_true() {
        let mut diagrams = Diagrams::new(vec![2, 3]);
        let p = diagrams.test(1, 0b101);
        let not_p = diagrams.not(p);
        assert_eq!(diagrams.or(p, not_p), Function::TRUE);
        assert_eq!(diagrams.and(p, not_p), Function::FALSE);
        assert_eq!(diagrams.test(1, 0b111), Function::TRUE);
    }

    #[test]
    fn each_new_function_is_a_node() {
        let mut diagrams = Diagrams::new(vec![2, 3]);
        assert_eq!(diagrams.len(), 0);
        let p = diagrams.test(1, 0b101);
        diagrams.test(1, 0b101);
        assert_eq!(diagrams.len(), 1);
        let q = diagrams.test(0, 0b10);
        diagrams.and(q, p);
        assert_eq!(diagrams.len(), 3);
    }

    #[test]
    fn a_density_is_the_share_of_values_that_hold() {
        let mut diagrams = Diagrams::new(vec![2, 4]);
        let half = diagrams.test(0, 0b10);
        let quarter = diagrams.test(1, 0b1000);
        let both = diagrams.and(half, quarter);
        let shares = [Function::FALSE, Function::TRUE, half, quarter, both].map(|one| diagrams.density(one));
        for (share, exactly) in shares.into_iter().zip([0.0, 1.0, 0.5, 0.25, 0.125]) {
            assert!((share - exactly).abs() < 1e-12, "{share} {exactly}");
        }
    }

    #[test]
    fn at_least_two_of_three() {
        let mut diagrams = Diagrams::new(vec![2; 3]);
        let parts: Vec<_> = (0..3).map(|variable| diagrams.test(variable, 0b10)).collect();
        let two = diagrams.at_least(2, &parts);
        for bits in 0..8_u32 {
            let mut assignment = Function::TRUE;
            for variable in 0..3 {
                let value = diagrams.test(variable, 1 << (bits >> variable & 1));
                assignment = diagrams.and(assignment, value);
            }
            let rest = diagrams.and(two, assignment);
            assert_eq!(rest != Function::FALSE, bits.count_ones() >= 2, "{bits:03b}");
        }
    }

    #[test]
    fn what_exists_no_longer_depends_on_the_variable() {
        let mut diagrams = Diagrams::new(vec![2, 2]);
        let (p, q) = (diagrams.test(0, 0b10), diagrams.test(1, 0b10));
        let both = diagrams.and(p, q);
        assert_eq!(diagrams.exists(both, &[0]), q);
        assert_eq!(diagrams.exists(both, &[1]), p);
        assert_eq!(diagrams.exists(both, &[0, 1]), Function::TRUE);
        assert_eq!(diagrams.support(both), vec![0, 1]);
    }
}
