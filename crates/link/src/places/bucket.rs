//! An object storage that speaks S3's language.

use std::io::Read;
use std::sync::Arc;

use futures_util::StreamExt;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
// Declared for its choice of encryption alone.
use reqwest as _;
use tokio::sync::mpsc;

use super::path::{Away, SAME_NAME, numbered};
use super::reading::Pieces;
use super::{Item, PlaceError};

/// Pieces of an object that are read ahead.
const AHEAD: usize = 4;

/// A folder of a municipality's part: a prefix of keys.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    /// The operator's name of the place.
    pub(super) place: String,
    pub(super) store: Arc<dyn ObjectStore>,
    /// Everything before the names, without the last slash.
    pub(super) prefix: String,
}

impl Bucket {
    pub(super) async fn list(&self) -> Result<Vec<Item>, PlaceError> {
        let prefix = Path::parse(&self.prefix).map_err(|_| PlaceError::Outside(self.prefix.clone()))?;
        let found = self.store.list_with_delimiter(Some(&prefix)).await;
        let found = found.map_err(|error| self.failed(&error, ""))?;
        let item = |object: object_store::ObjectMeta| {
            let name = object.location.filename()?.to_owned();
            let changed = object.e_tag.unwrap_or_else(|| object.last_modified.to_rfc3339());
            // An object is there when it was written to its end.
            Some(Item {
                name,
                bytes: object.size,
                changed,
                complete: true,
            })
        };
        Ok(found.objects.into_iter().filter_map(item).collect())
    }

    pub(super) async fn open(
        &self,
        from: Option<Away>,
        name: &str,
    ) -> Result<Box<dyn Read + Send>, PlaceError> {
        let object = self.store.get(&self.at(from, name)?).await;
        let object = object.map_err(|error| self.failed(&error, name))?;
        let (sender, pieces) = mpsc::channel(AHEAD);
        tokio::spawn(async move {
            let mut stream = object.into_stream();
            while let Some(piece) = stream.next().await {
                let piece = piece.map_err(|_| std::io::Error::other("the object storage broke off"));
                let broken = piece.is_err();
                if sender.send(piece).await.is_err() || broken {
                    break;
                }
            }
        });
        Ok(Box::new(Pieces::new(pieces)))
    }

    pub(super) async fn put(
        &self,
        away: Option<Away>,
        name: &str,
        content: Vec<u8>,
    ) -> Result<String, PlaceError> {
        let (got, to) = self.free(away, name).await?;
        let put = self.store.put(&to, content.into()).await;
        put.map_err(|error| self.failed(&error, name))?;
        Ok(got)
    }

    /// Puts an object under a key that must be free; false where it is not.
    pub(super) async fn put_new(&self, name: &str, content: Vec<u8>) -> Result<bool, PlaceError> {
        let to = self.at(None, name)?;
        match self.store.head(&to).await {
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(self.failed(&error, name)),
            Ok(_) => return Ok(false),
        }
        let put = self.store.put(&to, content.into()).await;
        put.map_err(|error| self.failed(&error, name))?;
        Ok(true)
    }

    /// Copies, looks whether the copy is whole, and only then deletes.
    pub(super) async fn file_away(
        &self,
        from: Option<Away>,
        name: &str,
        away: Away,
    ) -> Result<String, PlaceError> {
        let failed = |error: Error| self.failed(&error, name);
        let from = self.at(from, name)?;
        let there = self.store.head(&from).await.map_err(failed)?;
        let (got, to) = self.free(Some(away), name).await?;
        self.store.copy(&from, &to).await.map_err(failed)?;
        let copy = self.store.head(&to).await.map_err(failed)?;
        if copy.size != there.size {
            return Err(PlaceError::Unreachable {
                place: self.place.clone(),
                reason: "写しの長さが違います".into(),
            });
        }
        self.store.delete(&from).await.map_err(failed)?;
        Ok(got)
    }

    /// Removes an object, if it is there and may be.
    pub(super) async fn remove(&self, name: &str) {
        if let Ok(at) = self.at(None, name) {
            // What is not there need not be removed.
            let _ = self.store.delete(&at).await;
        }
    }

    /// A key that no object has.
    async fn free(&self, away: Option<Away>, name: &str) -> Result<(String, Path), PlaceError> {
        for n in 1..=SAME_NAME {
            let got = numbered(name, n);
            let at = self.at(away, &got)?;
            match self.store.head(&at).await {
                Err(Error::NotFound { .. }) => return Ok((got, at)),
                Err(error) => return Err(self.failed(&error, name)),
                Ok(_) => {}
            }
        }
        Err(PlaceError::Unreachable {
            place: self.place.clone(),
            reason: "同じ名前のファイルが多すぎます".into(),
        })
    }

    fn at(&self, away: Option<Away>, name: &str) -> Result<Path, PlaceError> {
        let prefix = away.map_or_else(|| self.prefix.clone(), |away| away.within(&self.prefix));
        Path::parse(format!("{prefix}/{name}")).map_err(|_| PlaceError::Outside(name.to_owned()))
    }

    fn failed(&self, error: &Error, name: &str) -> PlaceError {
        match error {
            Error::NotFound { .. } if name.is_empty() => PlaceError::NoFolder(self.prefix.clone()),
            Error::NotFound { .. } => PlaceError::NoFile(name.to_owned()),
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                PlaceError::Denied(self.place.clone())
            }
            // Not every storage says it by the status that the library looks for.
            other if is_refusal(other) => PlaceError::Denied(self.place.clone()),
            _ => PlaceError::Unreachable {
                place: self.place.clone(),
                reason: "通信の誤り".into(),
            },
        }
    }
}

/// The storage answered that the key is not good.
fn is_refusal(error: &Error) -> bool {
    let text = format!("{error:?}");
    [
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "AccessDenied",
        "NotSignedUp",
        "403",
    ]
    .iter()
    .any(|word| text.contains(word))
}
