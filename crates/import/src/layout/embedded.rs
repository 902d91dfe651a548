//! The layouts that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::Layout;

static LAYOUTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/layouts");

impl Layout {
    /// Every layout that is part of the program, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong layout: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Layout>> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all: Vec<Self> = LAYOUTS
                .files()
                .map(|file| {
                    let text = file.contents_utf8().expect("the layouts are UTF-8");
                    Self::parse(text).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()))
                })
                .collect();
            all.sort_by(|one, other| one.id.cmp(&other.id));
            all
        })
    }

    /// The layout with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|layout| layout.id == id)
    }

    /// The text of a layout that is part of the program, to begin one of one's own from.
    #[must_use]
    pub fn text(id: &str) -> Option<&'static str> {
        LAYOUTS.get_file(format!("{id}.toml"))?.contents_utf8()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Target;

    #[test]
    fn every_target_has_a_layout_that_its_file_is_named_after() {
        let targets: BTreeSet<Target> = Layout::all().iter().map(|layout| layout.target).collect();
        assert_eq!(targets, Target::ALL.into_iter().collect());
        for layout in Layout::all() {
            assert!(Layout::text(&layout.id).is_some(), "{}", layout.id);
            assert_eq!(Layout::find(&layout.id), Some(layout));
        }
    }
}
