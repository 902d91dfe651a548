//! Where the head of each tenant's chain is kept, outside the database.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use madoguchi_model::ids::TenantId;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::StoreError;

/// The head of a tenant's chain at some instant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Anchored {
    /// The tenant.
    pub tenant: TenantId,
    /// The head's place in the chain, from 1.
    pub seq: i64,
    /// The entry at the head.
    pub entry_id: Uuid,
    /// The head's hash, in hexadecimal.
    pub hash: String,
    /// When it was anchored.
    pub at: DateTime<Utc>,
}

/// Why a head could not be anchored.
#[derive(Debug, Error)]
pub enum AnchorError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file failed.
    #[error("the audit anchor file {path} cannot be used ({error}); check that it exists and is writable")]
    File {
        /// The file.
        path: PathBuf,
        /// What happened.
        error: std::io::Error,
    },
    /// A line of the file cannot be read.
    #[error("line {line} of the audit anchor file {path} cannot be read: {error}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        error: serde_json::Error,
    },
}

impl From<sqlx::Error> for AnchorError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A place outside the database that heads are appended to.
pub trait Anchor: Send + Sync {
    /// Makes a head durable there. A head that is the newest there already need not be appended again.
    fn append(&self, head: &Anchored) -> Result<(), AnchorError>;
}

/// A file of JSON lines that is only ever appended to. Keep it, or a copy, where the database's owner cannot
/// write.
pub struct AnchorFile {
    path: PathBuf,
    newest: Mutex<(File, HashMap<TenantId, String>)>,
}

impl AnchorFile {
    /// Opens the file for appending; makes it if it is not there.
    pub fn open(path: &Path) -> Result<Self, AnchorError> {
        let failed = |error| AnchorError::File {
            path: path.to_owned(),
            error,
        };
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(failed)?;
        let newest = Self::read(path)?
            .into_iter()
            .map(|head| (head.tenant, head.hash))
            .collect();
        Ok(Self {
            path: path.to_owned(),
            newest: Mutex::new((file, newest)),
        })
    }

    /// Every head of a file, oldest first.
    pub fn read(path: &Path) -> Result<Vec<Anchored>, AnchorError> {
        let failed = |error| AnchorError::File {
            path: path.to_owned(),
            error,
        };
        let file = File::open(path).map_err(failed)?;
        let mut heads = Vec::new();
        for (index, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(failed)?;
            let head = serde_json::from_str(&line);
            heads.push(head.map_err(|error| AnchorError::Line {
                path: path.to_owned(),
                line: index + 1,
                error,
            })?);
        }
        Ok(heads)
    }
}

impl Anchor for AnchorFile {
    fn append(&self, head: &Anchored) -> Result<(), AnchorError> {
        let mut guard = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, newest) = &mut *guard;
        if newest.get(&head.tenant) == Some(&head.hash) {
            return Ok(());
        }
        let mut line = serde_json::to_string(head).expect("an anchored head has only plain fields");
        line.push('\n');
        file.write_all(line.as_bytes())
            .and_then(|()| file.sync_data())
            .map_err(|error| AnchorError::File {
                path: self.path.clone(),
                error,
            })?;
        newest.insert(head.tenant, head.hash.clone());
        Ok(())
    }
}
