//! The definitions that are part of the program.

use include_dir::include_dir;

use super::Definition;
use crate::core_files::DefinitionError;
use crate::embedded::Embedded;

static DEFINITIONS: Embedded<Definition, DefinitionError> = Embedded::new(
    include_dir!("$CARGO_MANIFEST_DIR/robots"),
    Definition::parse,
    |definition| &definition.id,
);

impl Definition {
    /// Every definition that is part of the program, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong definition: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        DEFINITIONS.all()
    }

    /// The definition with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        DEFINITIONS.find(id)
    }

    /// The text of a definition that is part of the program, to begin one of one's own from.
    #[must_use]
    pub fn text(id: &str) -> Option<&'static str> {
        DEFINITIONS.text(id)
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
