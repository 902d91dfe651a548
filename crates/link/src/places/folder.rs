//! A folder of this machine, or of another that is mounted here.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::path::{Away, SAME_NAME, numbered};
use super::{Item, PlaceError};

/// A folder of a municipality's part.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// The operator's name of the place.
    pub(super) place: String,
    /// The municipality's part.
    pub(super) root: PathBuf,
    /// The folder in it, as people wrote it.
    pub(super) within: String,
}

impl Folder {
    pub(super) async fn list(&self) -> Result<Vec<Item>, PlaceError> {
        self.on_a_thread(Folder::list_now).await
    }

    pub(super) async fn open(
        &self,
        from: Option<Away>,
        name: &str,
    ) -> Result<Box<dyn Read + Send>, PlaceError> {
        let name = name.to_owned();
        self.on_a_thread(move |folder| {
            let path = folder.of(from)?.join(&name);
            folder.regular(&path, &name)?;
            let file = File::open(&path).map_err(|error| folder.failed(&error, &name))?;
            Ok(Box::new(file) as Box<dyn Read + Send>)
        })
        .await
    }

    pub(super) async fn put(
        &self,
        away: Option<Away>,
        name: &str,
        content: Vec<u8>,
    ) -> Result<String, PlaceError> {
        let name = name.to_owned();
        self.on_a_thread(move |folder| {
            let directory = folder.below(away)?;
            let failed = |error: std::io::Error| folder.failed(&error, &name);
            // Nobody sees it before it is complete.
            let unfinished = directory.join(format!(".{name}.part"));
            let mut file = File::create(&unfinished).map_err(failed)?;
            file.write_all(&content)
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
            drop(file);
            folder.place_as(&unfinished, &directory, &name)
        })
        .await
    }

    /// Puts a file under a name that must be free; false where it is not.
    pub(super) async fn put_new(&self, name: &str, content: Vec<u8>) -> Result<bool, PlaceError> {
        let name = name.to_owned();
        self.on_a_thread(move |folder| {
            let directory = folder.directory()?;
            let failed = |error: std::io::Error| folder.failed(&error, &name);
            let unfinished = directory.join(format!(".{name}.part"));
            let mut file = File::create(&unfinished).map_err(failed)?;
            file.write_all(&content)
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
            drop(file);
            let put = folder.name_new(&unfinished, &directory.join(&name), &name)?;
            if !put {
                // It is another's name now; what was written for it is nobody's.
                let _ = fs::remove_file(&unfinished);
            }
            Ok(put)
        })
        .await
    }

    pub(super) async fn file_away(
        &self,
        from: Option<Away>,
        name: &str,
        away: Away,
    ) -> Result<String, PlaceError> {
        let name = name.to_owned();
        self.on_a_thread(move |folder| {
            let from = folder.of(from)?.join(&name);
            folder.regular(&from, &name)?;
            let directory = folder.below(Some(away))?;
            folder.place_as(&from, &directory, &name)
        })
        .await
    }

    /// Removes a file, if it is there and may be.
    pub(super) async fn remove(&self, name: &str) {
        let name = name.to_owned();
        let removed = self.on_a_thread(move |folder| {
            // What is not there need not be removed.
            let _ = fs::remove_file(folder.directory()?.join(name));
            Ok(())
        });
        let _ = removed.await;
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, PlaceError> + Send + 'static,
    ) -> Result<T, PlaceError> {
        let folder = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&folder)).await;
        done.map_err(|_| self.unreachable("中断"))?
    }

    /// The folder itself, after every link on the way was followed and found to stay within the part.
    fn directory(&self) -> Result<PathBuf, PlaceError> {
        let missing = |error: &std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => PlaceError::NoFolder(self.shown()),
            _ => self.failed(error, &self.within),
        };
        let root = fs::canonicalize(&self.root).map_err(|error| missing(&error))?;
        let path = fs::canonicalize(root.join(&self.within)).map_err(|error| missing(&error))?;
        if !path.starts_with(&root) {
            return Err(PlaceError::Outside(self.shown()));
        }
        if !path.is_dir() {
            return Err(PlaceError::NoFolder(self.shown()));
        }
        Ok(path)
    }

    /// The folder itself, or that of what is done with, which must be there.
    fn of(&self, away: Option<Away>) -> Result<PathBuf, PlaceError> {
        let directory = self.directory()?;
        Ok(away.map_or_else(|| directory.clone(), |away| directory.join(away.folder())))
    }

    /// The folder of what is done with, made if it is not there.
    fn below(&self, away: Option<Away>) -> Result<PathBuf, PlaceError> {
        let directory = self.directory()?;
        let Some(away) = away else { return Ok(directory) };
        let below = directory.join(away.folder());
        match fs::create_dir(&below) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(self.failed(&error, away.folder()));
            }
            _ => {}
        }
        let kind = fs::symlink_metadata(&below).map_err(|error| self.failed(&error, away.folder()))?;
        if kind.is_dir() {
            Ok(below)
        } else {
            Err(PlaceError::Outside(away.within(&self.shown())))
        }
    }

    fn list_now(&self) -> Result<Vec<Item>, PlaceError> {
        let directory = self.directory()?;
        let mut found = Vec::new();
        let entries = fs::read_dir(&directory).map_err(|error| self.failed(&error, &self.within))?;
        for entry in entries {
            let entry = entry.map_err(|error| self.failed(&error, &self.within))?;
            // A name that is no text cannot be told to anybody; a link may lead anywhere.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let Ok(about) = fs::symlink_metadata(entry.path()) else {
                continue;
            };
            if !about.is_file() {
                continue;
            }
            let changed = about.modified().ok();
            let changed = changed.and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
            found.push(Item {
                name,
                bytes: about.len(),
                changed: changed.unwrap_or_default().as_nanos().to_string(),
                complete: false,
            });
        }
        Ok(found)
    }

    fn regular(&self, path: &Path, name: &str) -> Result<(), PlaceError> {
        let about = fs::symlink_metadata(path).map_err(|error| self.failed(&error, name))?;
        if about.is_file() {
            Ok(())
        } else {
            Err(PlaceError::Outside(name.to_owned()))
        }
    }

    /// Gives a file of the same file system its place under a name that is free: a second name that must be new, and
    /// then away with the first. Cut off in between, it has both.
    fn place_as(&self, from: &Path, directory: &Path, name: &str) -> Result<String, PlaceError> {
        for n in 1..=SAME_NAME {
            let got = numbered(name, n);
            if self.name_new(from, &directory.join(&got), name)? {
                return Ok(got);
            }
        }
        Err(self.unreachable("同じ名前のファイルが多すぎます"))
    }

    /// Gives a file a name that must be free, and takes the old one away; false where it is not free.
    fn name_new(&self, from: &Path, to: &Path, name: &str) -> Result<bool, PlaceError> {
        match fs::hard_link(from, to) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            // Not every file system has second names: the name is taken by an empty file, which the move replaces.
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
                match OpenOptions::new().write(true).create_new(true).open(to) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
                    taken => drop(taken.map_err(|error| self.failed(&error, name))?),
                }
                fs::rename(from, to).map_err(|error| self.failed(&error, name))?;
                return Ok(true);
            }
            Err(error) => return Err(self.failed(&error, name)),
        }
        fs::remove_file(from).map_err(|error| self.failed(&error, name))?;
        Ok(true)
    }

    fn shown(&self) -> String {
        if self.within.is_empty() {
            self.place.clone()
        } else {
            self.within.clone()
        }
    }

    fn failed(&self, error: &std::io::Error, name: &str) -> PlaceError {
        match error.kind() {
            ErrorKind::NotFound => PlaceError::NoFile(name.to_owned()),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                PlaceError::Denied(self.place.clone())
            }
            kind => self.unreachable(&kind.to_string()),
        }
    }

    fn unreachable(&self, reason: &str) -> PlaceError {
        PlaceError::Unreachable {
            place: self.place.clone(),
            reason: reason.to_owned(),
        }
    }
}
