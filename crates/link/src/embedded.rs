//! Definitions that are part of the program: a folder of TOML files, each named by its id.

use std::fmt::Display;
use std::sync::OnceLock;

use include_dir::Dir;

/// A folder of definitions, read once.
pub(crate) struct Embedded<T: 'static, E: 'static> {
    folder: Dir<'static>,
    parse: fn(&str) -> Result<T, E>,
    id: fn(&T) -> &str,
    all: OnceLock<Vec<T>>,
}

impl<T, E: Display> Embedded<T, E> {
    /// A folder, how a file of it is read, and the id that its name says.
    pub(crate) const fn new(
        folder: Dir<'static>,
        parse: fn(&str) -> Result<T, E>,
        id: fn(&T) -> &str,
    ) -> Self {
        let all = OnceLock::new();
        Self {
            folder,
            parse,
            id,
            all,
        }
    }

    /// Every definition, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong definition: a test of each kind makes sure that it has none.
    pub(crate) fn all(&self) -> &[T] {
        self.all.get_or_init(|| {
            let files = self.folder.files().map(|file| {
                let text = file.contents_utf8().expect("the definitions are UTF-8");
                (self.parse)(text).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()))
            });
            let mut all: Vec<T> = files.collect();
            all.sort_by(|one, other| (self.id)(one).cmp((self.id)(other)));
            all
        })
    }

    /// The definition with this id.
    pub(crate) fn find(&self, id: &str) -> Option<&T> {
        self.all().iter().find(|definition| (self.id)(definition) == id)
    }

    /// The text of a definition, to begin one of one's own from.
    pub(crate) fn text(&self, id: &str) -> Option<&'static str> {
        self.folder.get_file(format!("{id}.toml"))?.contents_utf8()
    }
}
