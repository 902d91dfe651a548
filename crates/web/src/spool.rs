//! Where uploaded files of any size lie until they are imported: a folder of the server, closed to others. They are
//! people's data; they go when they were imported, or after a day.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What runs call the spool as a place.
pub(crate) const PLACE: &str = "spool";

/// The folder, and how large a file may be. Servers that share a database share the folder too: any of them may be the
/// one that imports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spool {
    folder: PathBuf,
    largest: u64,
}

impl Spool {
    /// How large a file may be where nobody said otherwise, in bytes: 4 GiB.
    pub const USUAL_LARGEST: u64 = 4 * 1024 * 1024 * 1024;

    /// Opens the folder, which is made if it is not there, for files of up to so many bytes.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(folder: impl Into<PathBuf>, largest: u64) -> io::Result<Self> {
        let folder = folder.into();
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        Ok(Self { folder, largest })
    }

    /// How large a file may be, in bytes.
    #[must_use]
    pub fn largest(&self) -> u64 {
        self.largest
    }

    #[cfg(test)]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file lies.
    pub(crate) fn path(&self, id: Uuid) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Begins a file, to be written.
    pub(crate) fn create(&self, id: Uuid) -> io::Result<File> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(self.path(id))
    }

    /// Opens a file, to be read.
    pub(crate) fn read(&self, id: Uuid) -> io::Result<File> {
        File::open(self.path(id))
    }

    /// Removes a file; one that is not there is no fault.
    pub(crate) fn remove(&self, id: Uuid) -> io::Result<()> {
        remove(&self.path(id))
    }

    /// Removes what nobody wrote to since an instant: uploads that the server's end cut off. What orders know of is
    /// removed long before.
    pub(crate) fn sweep(&self, before: DateTime<Utc>) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let named = entry
                .file_name()
                .to_str()
                .is_some_and(|name| name.parse::<Uuid>().is_ok());
            if named && DateTime::<Utc>::from(entry.metadata()?.modified()?) < before {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
