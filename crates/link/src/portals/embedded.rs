//! The mappings that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::Mapping;

static MAPPINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/mappings");

impl Mapping {
    /// Every mapping that is part of the program, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong mapping: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Mapping>> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all: Vec<Self> = MAPPINGS
                .files()
                .map(|file| {
                    let text = file.contents_utf8().expect("the mappings are UTF-8");
                    Self::parse(text).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()))
                })
                .collect();
            all.sort_by(|one, other| one.id.cmp(&other.id));
            all
        })
    }

    /// The mapping with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|mapping| mapping.id == id)
    }

    /// The text of a mapping that is part of the program, to begin one of one's own from.
    #[must_use]
    pub fn text(id: &str) -> Option<&'static str> {
        MAPPINGS.get_file(format!("{id}.toml"))?.contents_utf8()
    }
}
