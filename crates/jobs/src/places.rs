//! Where files for other systems are put.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::handler::BoxFuture;

/// Places by the names that municipalities' schedules know them by. What is behind a name is the operator's.
pub trait Places: Send + Sync {
    /// Puts a file there, whole or not at all. The same name with the same bytes is done already; with other bytes it
    /// is an error, because nothing is ever overwritten. Errors name no content.
    fn put<'a>(&'a self, place: &'a str, name: &'a str, bytes: &'a [u8])
    -> BoxFuture<'a, Result<(), String>>;
}

/// Folders of this machine, network drives included.
#[derive(Clone, Debug, Default)]
pub struct FolderPlaces(pub BTreeMap<String, PathBuf>);

impl Places for FolderPlaces {
    fn put<'a>(
        &'a self,
        place: &'a str,
        name: &'a str,
        bytes: &'a [u8],
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let folder = self
                .0
                .get(place)
                .ok_or_else(|| format!("there is no place {place}"))?;
            put(folder, name, bytes)
                .await
                .map_err(|error| format!("{place}: {error}"))
        })
    }
}

/// Writes beside the name and gives it the name when all of it is on the disk: who collects the files never sees half.
async fn put(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    use tokio::io::AsyncWriteExt;

    let (path, part) = (folder.join(name), folder.join(format!("{name}.part")));
    match tokio::fs::read(&path).await {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) => return Err(ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut file = tokio::fs::File::create(&part).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    drop(file);
    tokio::fs::rename(&part, &path).await?;
    tokio::fs::File::open(folder).await?.sync_all().await
}
