//! Places where files lie: folders, and object storages that speak S3's language.
//!
//! [`Places`] are the operator's configuration, handed in as TOML; keys to a storage come from the environment by the
//! names that stand there. A municipality has a part of each place of its own, the folder with its code: [`Places::at`]
//! gives a [`Place`], and nothing that is asked of that leads out of it. What is done with is filed away to `済/`, what
//! could not be taken to `未/`, both beside the file; nothing is ever written over or lost.

mod bucket;
mod config;
mod folder;
mod path;
mod reading;
mod spool;

use std::io::Read;

use thiserror::Error;

pub use config::{ConfigError, Places};
pub use path::{Away, Stored};
pub use spool::{Spool, Spooled, Spooling};

use bucket::Bucket;
use folder::Folder;

/// A file as it lies in a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its name, without folders.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// What the place says of its last change; only to be compared.
    pub changed: String,
    /// Whether it is complete for certain: an object storage shows nothing else, a folder where a file `NAME.done` or
    /// `NAME.ok` lies beside it.
    pub complete: bool,
}

/// Why a place did not do what was asked. Texts are Japanese, for the list of runs; none has a key or a secret in it.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PlaceError {
    /// The configuration has no such place.
    #[error("置き場「{0}」は設定にありません。システムの管理者に確かめてください。")]
    Unknown(String),
    /// The way leads out of the municipality's part.
    #[error("フォルダー「{0}」は、この団体に許された置き場の外です。フォルダーの指定を直してください。")]
    Outside(String),
    /// No such folder.
    #[error("フォルダー「{0}」がありません。なくなったか、名前が変わっていないか確かめてください。")]
    NoFolder(String),
    /// No such file.
    #[error("ファイル「{0}」がありません。ほかの人が動かしていないか確かめてください。")]
    NoFile(String),
    /// Another file of that name lies there, and nothing is written over.
    #[error(
        "置き場に、同じ名前で中身の違うファイル「{0}」があります。だれが置いたかを確かめ、動かしてからやり直してください。"
    )]
    Other(String),
    /// The key or the rights do not allow it.
    #[error(
        "置き場「{0}」を使う権限がありません。鍵と、フォルダーの権限を、システムの管理者に確かめてください。"
    )]
    Denied(String),
    /// It did not answer, or failed.
    #[error("置き場「{place}」につながらないか、途中で切れました（{reason}）。あとで、もう一度試みます。")]
    Unreachable {
        /// The place.
        place: String,
        /// What kind of failure, without paths, addresses or keys.
        reason: String,
    },
}

/// A folder of a municipality's part of a place. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Place(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Folder(Folder),
    Bucket(Bucket),
}

impl Place {
    /// The files directly in it, by name; those that are hidden or bear a name of something unfinished (`.tmp`,
    /// `.part`, `.filepart`) left out, markers of completeness too.
    pub async fn list(&self) -> Result<Vec<Item>, PlaceError> {
        let found = match &self.0 {
            Kind::Folder(folder) => folder.list().await?,
            Kind::Bucket(bucket) => bucket.list().await?,
        };
        Ok(path::without_markers(found))
    }

    /// A file of it, or of what was filed away from it, as a stream, to be read on a thread of its own. An object that
    /// cannot be read on gives an error of reading.
    pub async fn open(&self, from: Option<Away>, name: &str) -> Result<Box<dyn Read + Send>, PlaceError> {
        path::check_name(name)?;
        match &self.0 {
            Kind::Folder(folder) => folder.open(from, name).await,
            Kind::Bucket(bucket) => bucket.open(from, name).await,
        }
    }

    /// Puts a file, or the part of one that is small, beside the others, or below `away`. Another of that name is not
    /// written over: the new one gets a number. The name it got.
    pub async fn put(&self, away: Option<Away>, name: &str, content: Vec<u8>) -> Result<String, PlaceError> {
        path::check_name(name)?;
        match &self.0 {
            Kind::Folder(folder) => folder.put(away, name, content).await,
            Kind::Bucket(bucket) => bucket.put(away, name, content).await,
        }
    }

    /// Puts a file under its own name, whole or not at all. One of that name with the same content is it already; with
    /// another it is [`PlaceError::Other`].
    pub async fn put_once(&self, name: &str, content: Vec<u8>) -> Result<(), PlaceError> {
        path::check_name(name)?;
        if self.has(name, &content).await? {
            return Ok(());
        }
        let done = match &self.0 {
            Kind::Folder(folder) => folder.put_new(name, content.clone()).await?,
            Kind::Bucket(bucket) => bucket.put_new(name, content.clone()).await?,
        };
        // Somebody was faster: it may have been the same file.
        if done || self.has(name, &content).await? {
            Ok(())
        } else {
            Err(PlaceError::Other(name.to_owned()))
        }
    }

    /// Whether a file of a name lies there with this content; with another it is an error.
    async fn has(&self, name: &str, content: &[u8]) -> Result<bool, PlaceError> {
        let there = match self.read(None, name, content.len() as u64 + 1).await {
            Ok(there) => there,
            Err(PlaceError::NoFile(_)) => return Ok(false),
            Err(error) => return Err(error),
        };
        if there == content {
            Ok(true)
        } else {
            Err(PlaceError::Other(name.to_owned()))
        }
    }

    /// The first `most` bytes of a small file.
    pub async fn read(&self, from: Option<Away>, name: &str, most: u64) -> Result<Vec<u8>, PlaceError> {
        let file = self.open(from, name).await?;
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            file.take(most).read_to_end(&mut bytes).map(|_| bytes)
        });
        let broken = || self.broken_off();
        read.await.map_err(|_| broken())?.map_err(|_| broken())
    }

    fn broken_off(&self) -> PlaceError {
        PlaceError::Unreachable {
            place: match &self.0 {
                Kind::Folder(folder) => folder.place.clone(),
                Kind::Bucket(bucket) => bucket.place.clone(),
            },
            reason: "ファイルを最後まで読めませんでした".into(),
        }
    }

    /// A folder of this machine as the operator names it on the command line: no municipality's part.
    #[must_use]
    pub fn of_folder(folder: &std::path::Path) -> Self {
        Self(Kind::Folder(Folder {
            place: folder.display().to_string(),
            root: folder.to_owned(),
            within: String::new(),
        }))
    }

    /// Moves a file to where it is done with, and takes its marker of completeness away. Another of that name stays: the
    /// new one gets a number. The name it got. A file that is not there any more is [`PlaceError::NoFile`].
    pub async fn file_away(&self, from: Option<Away>, name: &str, away: Away) -> Result<String, PlaceError> {
        path::check_name(name)?;
        if from == Some(away) {
            return Ok(name.to_owned());
        }
        let got = match &self.0 {
            Kind::Folder(folder) => folder.file_away(from, name, away).await?,
            Kind::Bucket(bucket) => bucket.file_away(from, name, away).await?,
        };
        for marker in path::MARKERS {
            let marker = format!("{name}{marker}");
            // There is one or none. Left behind, it does no harm but that the next file of the name is taken at once.
            match &self.0 {
                Kind::Folder(folder) => folder.remove(&marker).await,
                Kind::Bucket(bucket) => bucket.remove(&marker).await,
            }
        }
        Ok(got)
    }
}
