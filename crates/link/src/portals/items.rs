//! What one application says: items and their values.

use std::collections::{BTreeMap, BTreeSet};

/// One application's items by name. An item that occurs again has `[2]`, `[3]` … after its name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Items {
    values: BTreeMap<String, String>,
    used: BTreeSet<String>,
}

impl Items {
    /// Adds an item; an empty one is not there.
    pub fn add(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if name.is_empty() || value.is_empty() {
            return;
        }
        let mut key = name.to_owned();
        let mut again = 1;
        while self.values.contains_key(&key) {
            again += 1;
            key = format!("{name}[{again}]");
        }
        self.values.insert(key, value.to_owned());
    }

    /// The value of an item, and that it was used; empty where it is not there.
    pub(super) fn take(&mut self, name: &str) -> String {
        if name.is_empty() {
            return String::new();
        }
        match self.values.get(name) {
            Some(value) => {
                self.used.insert(name.to_owned());
                value.clone()
            }
            None => String::new(),
        }
    }

    /// What was not used.
    pub(super) fn rest(self) -> BTreeMap<String, String> {
        let used = self.used;
        self.values
            .into_iter()
            .filter(|(name, _)| !used.contains(name))
            .collect()
    }
}
