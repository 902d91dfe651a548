//! Keys: `row.` and `person.` mean the person whose row or sheet is being laid.

use crate::values::{Value, Values};

/// Whose row or sheet is being laid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// The list and the place in it, inside a table of people.
    pub(crate) row: Option<(&'a str, usize)>,
    /// The place among the people concerned, on sheets per person.
    pub(crate) person: usize,
}

impl Scope<'_> {
    /// The key in the values.
    pub(crate) fn key(&self, key: &str) -> String {
        if let (Some(name), Some((list, n))) = (key.strip_prefix("row."), self.row) {
            return format!("{list}.{n}.{name}");
        }
        match key.strip_prefix("person.") {
            Some(name) => format!("concerned.{}.{name}", self.person),
            None => key.to_owned(),
        }
    }

    pub(crate) fn get<'v>(&self, values: &'v Values, key: &str) -> Option<&'v Value> {
        values.get(&self.key(key))
    }

    /// The text of a key; empty where it is absent.
    pub(crate) fn text<'v>(&self, values: &'v Values, key: &str) -> &'v str {
        self.get(values, key).and_then(Value::as_text).unwrap_or_default()
    }

    /// Printed text with its keys in braces filled in.
    pub(crate) fn printed(&self, values: &Values, text: &str) -> String {
        let mut printed = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            printed.push_str(before);
            let Some((key, after)) = after.split_once('}') else {
                printed.push('{');
                rest = after;
                continue;
            };
            printed.push_str(self.text(values, key));
            rest = after;
        }
        printed + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_the_person_of_the_row_or_sheet() {
        let scope = Scope {
            row: Some(("concerned", 2)),
            person: 1,
        };
        assert_eq!(scope.key("row.name"), "concerned.2.name");
        assert_eq!(scope.key("person.name"), "concerned.1.name");
        assert_eq!(scope.key("case.number"), "case.number");
    }

    #[test]
    fn printed_text_takes_values() {
        let mut values = Values::default();
        values.text("municipality.mayor", "みほん市長");
        let scope = Scope { row: None, person: 0 };
        assert_eq!(
            scope.printed(&values, "{municipality.mayor}　様 {nothing}{"),
            "みほん市長　様 {"
        );
    }
}
