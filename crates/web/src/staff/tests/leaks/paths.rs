//! The table's paths with the ids of what hangs on protected people.

use std::collections::BTreeMap;

use super::world::World;

/// Values of the parameters that belong together: those of one case, one person, or of none.
type Values = BTreeMap<&'static str, Vec<String>>;

pub(super) struct Paths {
    things: Vec<Values>,
}

impl Paths {
    pub(super) fn of(world: &World) -> Self {
        Self {
            things: world.things(),
        }
    }

    /// The path with every combination of values that belong together.
    ///
    /// # Panics
    /// When nothing has a value for a parameter: whoever adds a route adds something of that kind to the world.
    pub(super) fn fill(&self, path: &str) -> Vec<String> {
        let parameters: Vec<&str> = path.split('/').filter(|part| part.starts_with('{')).collect();
        for parameter in &parameters {
            let known = self.things.iter().any(|values| values.contains_key(parameter));
            assert!(
                known,
                "{path}: the leak test has no {parameter}; give its world one that hangs on a protected person"
            );
        }
        let mut filled = Vec::new();
        for values in &self.things {
            if !parameters.iter().all(|parameter| values.contains_key(parameter)) {
                continue;
            }
            let mut some = vec![path.to_owned()];
            for parameter in &parameters {
                some = some
                    .iter()
                    .flat_map(|path| {
                        values[parameter]
                            .iter()
                            .map(|value| path.replace(parameter, value))
                    })
                    .collect();
            }
            filled.append(&mut some);
        }
        assert!(
            !filled.is_empty(),
            "{path}: nothing in the leak test's world has all of its parameters"
        );
        filled.sort();
        filled.dedup();
        filled
    }
}
