//! The name of a person in a table or a heading.

use askama::Template;
use madoguchi_model::name::Names;

use super::html_safe;

/// 氏名 with its reading above, and 旧氏 or 通称 after it. Shown exactly as written.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/name_cell.html")]
pub struct NameCell {
    name: String,
    kana: String,
    former: String,
    alias: String,
    alphabet: String,
}
html_safe!(NameCell);

impl NameCell {
    /// The names of one person.
    pub fn new(names: &Names) -> Self {
        Self {
            name: names.name.written.clone(),
            kana: names.name.kana.clone(),
            former: names
                .former_family_name
                .as_ref()
                .map(|name| name.written.clone())
                .unwrap_or_default(),
            alias: names
                .alias
                .as_ref()
                .map(|name| name.written.clone())
                .unwrap_or_default(),
            alphabet: names
                .alphabet
                .clone()
                .filter(|name| *name != names.name.written)
                .unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madoguchi_model::name::WrittenName;

    #[test]
    fn selectors_stay_with_their_characters() {
        let written = "辻\u{E0100}\u{3000}一".to_owned();
        let names = Names {
            name: WrittenName {
                written: written.clone(),
                ..Default::default()
            },
            ..Default::default()
        };
        assert!(NameCell::new(&names).to_string().contains(&written));
    }
}
