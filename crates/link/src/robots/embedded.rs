//! The definitions that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::Definition;

static DEFINITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/robots");

impl Definition {
    /// Every definition that is part of the program, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong definition: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Definition>> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all: Vec<Self> = DEFINITIONS
                .files()
                .map(|file| {
                    let text = file.contents_utf8().expect("the definitions are UTF-8");
                    Self::parse(text).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()))
                })
                .collect();
            all.sort_by(|one, other| one.id.cmp(&other.id));
            all
        })
    }

    /// The definition with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|definition| definition.id == id)
    }

    /// The text of a definition that is part of the program, to begin one of one's own from.
    #[must_use]
    pub fn text(id: &str) -> Option<&'static str> {
        DEFINITIONS.get_file(format!("{id}.toml"))?.contents_utf8()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_definition_of_its_name() {
        assert!(Definition::find("sample_national_health").is_some());
        for definition in Definition::all() {
            assert!(Definition::text(&definition.id).is_some(), "{}", definition.id);
        }
    }
}
