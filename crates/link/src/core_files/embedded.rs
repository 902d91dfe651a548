//! The definitions that are part of the program.

use include_dir::include_dir;

use super::{Definition, DefinitionError};
use crate::embedded::Embedded;

static DEFINITIONS: Embedded<Definition, DefinitionError> = Embedded::new(
    include_dir!("$CARGO_MANIFEST_DIR/definitions"),
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
    fn what_core_systems_must_take_in_and_the_sections_have_definitions() {
        let ids: Vec<&str> = Definition::all()
            .iter()
            .map(|definition| &*definition.id)
            .collect();
        assert_eq!(
            ids,
            [
                "card_attributes",
                "care_insurance",
                "certificate_request",
                "child_benefit",
                "move_notice",
                "move_out_certificate",
                "national_health_insurance",
                "national_pension",
            ]
        );
        for definition in Definition::all() {
            assert!(Definition::text(&definition.id).is_some(), "{}", definition.id);
        }
    }
}
