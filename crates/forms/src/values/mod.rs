//! What is written on a form: dotted keys and their values.
//!
//! Forms name keys, never Rust types, so that a municipal officer can lay a form without a programmer. The keys
//! are listed in `docs/forms.md`.

mod addresses;
mod applicant;
mod children;
mod date;
mod filled_case;
mod person;
mod signature;

pub use date::{DateParts, DateValue};
pub use filled_case::FilledCase;
pub use signature::Strokes;

use std::collections::BTreeMap;

use madoguchi_model::municipality::Municipality;

/// One value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Text, exactly as it is to be printed.
    Text(String),
    /// A date.
    Date(DateValue),
    /// Strokes drawn on the screen.
    Signature(Strokes),
}

/// Values by key. An absent key is printed blank.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Values {
    entries: BTreeMap<String, Value>,
    /// How many people each list has.
    counts: BTreeMap<String, usize>,
    /// Keys left blank on purpose: the address of a protected person (支援措置) that this paper must not carry.
    withheld: Vec<String>,
    /// What is printed in the place of characters that no font holds, each as written.
    substitutes: BTreeMap<String, String>,
}

impl Values {
    /// The values of a blank form: who it is addressed to, nothing else.
    #[must_use]
    pub fn blank(municipality: &Municipality) -> Self {
        let mut values = Self::default();
        values.text("municipality.name", &municipality.name);
        values.text("municipality.code", &municipality.code);
        values.text("municipality.mayor", format!("{}長", municipality.name));
        values
    }

    /// Sets a text; an empty one is absent.
    pub fn text(&mut self, key: impl Into<String>, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.entries.insert(key.into(), Value::Text(text));
        }
    }

    /// Sets a date.
    pub fn date(&mut self, key: impl Into<String>, date: DateValue) {
        self.entries.insert(key.into(), Value::Date(date));
    }

    /// Sets the strokes of a signature.
    pub fn signature(&mut self, key: impl Into<String>, strokes: Strokes) {
        self.entries.insert(key.into(), Value::Signature(strokes));
    }

    /// Says how many people a list has; their keys are `LIST.0.…`, `LIST.1.…`.
    pub fn people(&mut self, list: impl Into<String>, count: usize) {
        self.counts.insert(list.into(), count);
    }

    /// Prints something else in the place of a character that no font holds: an officer's choice for one paper.
    pub fn substitute(&mut self, character: impl Into<String>, with: impl Into<String>) {
        self.substitutes.insert(character.into(), with.into());
    }

    /// What is printed in the place of characters that no font holds.
    #[must_use]
    pub fn substitutes(&self) -> &BTreeMap<String, String> {
        &self.substitutes
    }

    fn withhold(&mut self, key: impl Into<String>) {
        self.withheld.push(key.into());
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key)
    }

    /// How many people a list has.
    #[must_use]
    pub fn count(&self, list: &str) -> usize {
        self.counts.get(list).copied().unwrap_or(0)
    }

    /// Keys left blank to protect a person's address.
    #[must_use]
    pub fn withheld(&self) -> &[String] {
        &self.withheld
    }

    /// Every key with its value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }
}

impl Value {
    /// The value as text; none for strokes.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Date(date) => Some(&date.text),
            Self::Signature(_) => None,
        }
    }
}
