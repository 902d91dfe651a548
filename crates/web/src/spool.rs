//! Where uploaded files of any size lie until they are imported, and how large one may be.

use std::io;
use std::path::Path;

use madoguchi_link::places;

/// The folder, and how large a file may be. Servers that share a database share the folder too: any of them may be the
/// one that imports.
#[derive(Clone, Debug)]
pub struct Spool {
    /// The files.
    pub(crate) files: places::Spool,
    largest: u64,
}

impl Spool {
    /// How large a file may be where nobody said otherwise, in bytes: 4 GiB.
    pub const USUAL_LARGEST: u64 = 4 * 1024 * 1024 * 1024;

    /// A spool for files of up to so many bytes.
    #[must_use]
    pub fn new(files: places::Spool, largest: u64) -> Self {
        Self { files, largest }
    }

    /// Opens the folder, which is made if it is not there.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(folder: &Path, largest: u64) -> io::Result<Self> {
        Ok(Self::new(places::Spool::open(folder)?, largest))
    }

    /// How large a file may be, in bytes.
    #[must_use]
    pub fn largest(&self) -> u64 {
        self.largest
    }
}
