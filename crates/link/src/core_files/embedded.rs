//! The definitions that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::Definition;

static DEFINITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/definitions");

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
