//! The mappings that are part of the program.

use include_dir::include_dir;

use super::{Mapping, MappingError};
use crate::embedded::Embedded;

static MAPPINGS: Embedded<Mapping, MappingError> = Embedded::new(
    include_dir!("$CARGO_MANIFEST_DIR/mappings"),
    Mapping::parse,
    |mapping| &mapping.id,
);

impl Mapping {
    /// Every mapping that is part of the program, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong mapping: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        MAPPINGS.all()
    }

    /// The mapping with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        MAPPINGS.find(id)
    }

    /// The text of a mapping that is part of the program, to begin one of one's own from.
    #[must_use]
    pub fn text(id: &str) -> Option<&'static str> {
        MAPPINGS.text(id)
    }
}
