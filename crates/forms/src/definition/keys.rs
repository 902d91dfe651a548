//! Which values a form prints. What it does not print need not be kept with it, and does not undo its signature.

use std::collections::BTreeSet;

use super::{Block, Field, FormDefinition};

/// The keys of a definition, with `*` for the place of a person.
struct Keys(BTreeSet<String>);

impl Keys {
    /// Takes up a key; inside a table of people, `row.` means each of them.
    fn add(&mut self, key: &str, list: Option<&str>) {
        let key = match (key.strip_prefix("row."), list) {
            (Some(name), Some(list)) => format!("{list}.*.{name}"),
            _ => match key.strip_prefix("person.") {
                Some(name) => format!("concerned.*.{name}"),
                None => key.to_owned(),
            },
        };
        self.0.insert(key);
    }

    /// The keys in braces.
    fn add_printed(&mut self, text: &str, list: Option<&str>) {
        for part in text.split('{').skip(1) {
            if let Some((key, _)) = part.split_once('}') {
                self.add(key, list);
            }
        }
    }

    fn add_field(&mut self, field: &Field, list: Option<&str>) {
        match field {
            Field::Text { key, .. }
            | Field::Date { key, .. }
            | Field::Choice { key, .. }
            | Field::Postcode { key }
            | Field::Qr { key, .. }
            | Field::Barcode { key, .. }
            | Field::Signature { key, .. } => self.add(key, list),
            Field::Name { key, kana, others } => {
                self.add(key, list);
                self.add(kana, list);
                if let Some(others) = others {
                    self.add(others, list);
                }
            }
            Field::Address { key, .. } => {
                for part in ["postcode", "line", "building"] {
                    self.add(&format!("{key}.{part}"), list);
                }
            }
            Field::Boxes { key, .. } => {
                if let Some(key) = key {
                    self.add(key, list);
                }
            }
            Field::Printed { text, .. } => self.add_printed(text, list),
            Field::Seal { .. } => {}
        }
    }
}

impl FormDefinition {
    /// Whether the value of a key is printed on the form, in a place of its own or in a printed text.
    pub fn printed_keys(&self) -> impl Fn(&str) -> bool {
        let mut keys = Keys(BTreeSet::new());
        // 受付番号 stands at the foot of every form.
        keys.add("case.number", None);
        keys.add(&self.date.key, None);
        keys.add_printed(&self.addressee, None);
        keys.add_printed(&self.preamble, None);
        for block in &self.blocks {
            match block {
                Block::Grid(grid) => {
                    let cells = grid.rows.iter().flat_map(|row| &row.cells);
                    for field in cells.filter_map(|cell| cell.field.as_ref()) {
                        keys.add_field(field, None);
                    }
                }
                Block::People(table) => {
                    for field in table.columns.iter().flat_map(|column| &column.fields) {
                        keys.add_field(field, Some(&table.people));
                    }
                }
                Block::Notes(notes) => {
                    for line in &notes.lines {
                        keys.add_printed(line, None);
                    }
                }
                Block::Office(_) => {}
            }
        }
        move |key| keys.0.contains(key) || keys.0.contains(&any_person(key))
    }

    /// The lists of people the form prints.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        let tables = self.blocks.iter().filter_map(|block| match block {
            Block::People(table) => Some(&*table.people),
            _ => None,
        });
        tables.chain(self.sheet_per_person.then_some("concerned"))
    }
}

/// The key with `*` in the place of the first number.
fn any_person(key: &str) -> String {
    let mut replaced = false;
    let parts = key.split('.').map(|part| {
        let number = !replaced && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        replaced |= number;
        if number { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_prints_what_its_cells_name_for_every_person() {
        let form = FormDefinition::find("resident_movement_notification").unwrap();
        let prints = form.printed_keys();
        for key in [
            "case.filed_on",
            "applicant.phone",
            "new_address.line",
            "concerned.11.name",
        ] {
            assert!(prints(key), "{key}");
        }
        for key in ["answers.owns_dog", "having.deceased.0.name", "concerned.0", "*"] {
            assert!(!prints(key), "{key}");
        }
        assert!(form.lists().any(|list| list == "concerned"));
    }
}
