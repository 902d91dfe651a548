//! Where files lie that people give, until they are imported.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::hex;

/// A folder for files that people give: closed to all but the program's own user, with names that say nothing. Servers
/// that share a database share it too.
#[derive(Clone, Debug)]
pub struct Spool {
    directory: PathBuf,
}

/// A file that is being given.
#[derive(Debug)]
pub struct Spooling {
    path: PathBuf,
    key: String,
    file: Option<File>,
    sum: Sha256,
    bytes: u64,
    kept: bool,
}

/// A file that was given to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spooled {
    /// What it is found by.
    pub key: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub digest: String,
}

impl Spool {
    /// The name of this place in the store's runs.
    pub const PLACE: &'static str = "spool";

    /// A spool in a folder, which is made if it is not there.
    pub fn open(directory: &Path) -> io::Result<Self> {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)?;
        std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))?;
        Ok(Self {
            directory: directory.to_owned(),
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.directory
    }

    /// Begins to take a file. Dropped before [`Spooling::finish`], nothing is left of it.
    pub async fn begin(&self, id: Uuid) -> io::Result<Spooling> {
        let key = id.to_string();
        let path = self.directory.join(&key);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .await?;
        Ok(Spooling {
            path,
            key,
            file: Some(file),
            sum: Sha256::new(),
            bytes: 0,
            kept: false,
        })
    }

    /// A file, to be read on a thread of its own.
    pub fn read(&self, key: &str) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(std::fs::File::open(self.at(key)?)?))
    }

    /// Removes a file; one that is not there is none to remove.
    pub fn remove(&self, key: &str) -> io::Result<()> {
        match std::fs::remove_file(self.at(key)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    /// Removes what has lain there since before an instant, whoever it belonged to: what a server that died was being
    /// given. How many files.
    pub fn remove_older(&self, before: SystemTime) -> io::Result<usize> {
        let mut removed = 0;
        for entry in std::fs::read_dir(&self.directory)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_file() && about.modified()? < before {
                std::fs::remove_file(entry.path())?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn at(&self, key: &str) -> io::Result<PathBuf> {
        // Keys are ids: nothing else leads anywhere.
        let id: Uuid = key.parse().map_err(|_| io::ErrorKind::NotFound)?;
        Ok(self.directory.join(id.to_string()))
    }
}

impl Spooling {
    /// Takes a piece.
    pub async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        file.write_all(piece).await?;
        self.sum.update(piece);
        self.bytes += piece.len() as u64;
        Ok(())
    }

    /// How many bytes were taken.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Ends the file; from now on it stays.
    pub async fn finish(mut self) -> io::Result<Spooled> {
        if let Some(mut file) = self.file.take() {
            file.flush().await?;
            file.sync_all().await?;
        }
        self.kept = true;
        Ok(Spooled {
            key: self.key.clone(),
            bytes: self.bytes,
            digest: hex(&std::mem::take(&mut self.sum).finalize()),
        })
    }
}

impl Drop for Spooling {
    fn drop(&mut self) {
        if !self.kept {
            // Nobody could be told of a failure; the next tidying finds it.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
