//! A form with a file of any size: the file goes to the spool as it comes, and never into memory as a whole.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::http::Request;
use axum::http::request::Parts;
use madoguchi_model::ids::new_uuid;
use multer::{Field, Multipart};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::token;
use crate::spool::Spool;
use crate::state::AppState;

/// How long a field beside the file may be, in bytes.
const FIELD: usize = 64 * 1024;
/// How many fields there may be beside the file.
const FIELDS: usize = 100;
/// Pieces that wait to be written.
const AHEAD: usize = 8;
/// What is far too large is not read to its end: beyond so many times the limit the connection ends.
const PATIENCE: u64 = 4;

/// What such a form sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpooledUpload {
    /// The other fields.
    pub(crate) form: FormData,
    /// The file.
    pub(crate) file: Arrived,
}

/// What became of the file.
#[derive(Clone, Debug, Default)]
pub(crate) enum Arrived {
    /// None was chosen.
    #[default]
    Nothing,
    /// It is larger than the spool takes.
    TooLarge,
    /// The spool has no room, or cannot be written to.
    NoRoom,
    /// This server takes no files.
    NoSpool,
    /// It is in the spool.
    Here(Arc<SpooledFile>),
}

/// A file in the spool. It goes with this value unless it is kept.
#[derive(Debug)]
pub(crate) struct SpooledFile {
    /// Its name in the spool.
    pub(crate) id: Uuid,
    /// How large it is.
    pub(crate) bytes: u64,
    /// SHA-256, in hexadecimal.
    pub(crate) digest: String,
    spool: Spool,
    kept: AtomicBool,
}

impl SpooledFile {
    /// Lets it stay: an order knows of it.
    pub(crate) fn keep(&self) {
        self.kept.store(true, Ordering::Relaxed);
    }
}

impl Drop for SpooledFile {
    fn drop(&mut self) {
        if !self.kept.load(Ordering::Relaxed)
            && let Err(error) = self.spool.remove(self.id)
        {
            tracing::warn!(%error, "a file of the spool could not be removed");
        }
    }
}

/// Reads such a form. Its token must come before the file: nothing is written for a form that is not ours.
pub(crate) async fn read(
    app: &AppState,
    request: Request<Body>,
    boundary: String,
    csrf: &str,
) -> Result<Request<Body>, PageError> {
    let (mut head, body) = request.into_parts();
    let mut parts = Multipart::new(body.into_data_stream(), boundary);
    let (mut pairs, mut file) = (Vec::new(), Arrived::Nothing);
    let mut ours = false;
    while let Some(mut part) = parts.next_field().await.map_err(|_| PageError::ForeignForm)? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file_name) = part.file_name() {
            let chosen = !file_name.is_empty();
            if !ours || !matches!(file, Arrived::Nothing) {
                return Err(PageError::ForeignForm);
            }
            let arrived = match &app.spool {
                Some(spool) => receive(app, spool, &mut part).await?,
                None => Arrived::NoSpool,
            };
            // A browser sends an empty, nameless part where no file was chosen.
            let nothing = matches!(&arrived, Arrived::Here(file) if file.bytes == 0) && !chosen;
            file = if nothing { Arrived::Nothing } else { arrived };
        } else {
            let value = text(&mut part).await?;
            ours |= name == "csrf" && token::same(&value, csrf);
            pairs.push((name, value));
            if pairs.len() > FIELDS {
                return Err(PageError::TooLarge);
            }
        }
    }
    if !ours {
        return Err(PageError::ForeignForm);
    }
    let form = FormData::from_pairs(pairs);
    head.extensions.insert(SpooledUpload { form, file });
    Ok(Request::from_parts(head, Body::empty()))
}

async fn text(part: &mut Field<'_>) -> Result<String, PageError> {
    let mut value = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|_| PageError::ForeignForm)? {
        value.extend_from_slice(&piece);
        if value.len() > FIELD {
            return Err(PageError::TooLarge);
        }
    }
    String::from_utf8(value).map_err(|_| PageError::ForeignForm)
}

/// Writes the file piece by piece, on a thread that may wait for the disk.
async fn receive(app: &AppState, spool: &Spool, part: &mut Field<'_>) -> Result<Arrived, PageError> {
    let id = new_uuid(&*app.clock, &*app.entropy);
    let (sender, pieces) = mpsc::channel::<Bytes>(AHEAD);
    let writing = {
        let spool = spool.clone();
        tokio::task::spawn_blocking(move || write(&spool, id, pieces))
    };
    // From here on, whatever happens, the file goes unless it is kept.
    let mut spooled = SpooledFile {
        id,
        bytes: 0,
        digest: String::new(),
        spool: spool.clone(),
        kept: AtomicBool::new(false),
    };
    let mut sender = Some(sender);
    let (mut bytes, mut cut_off) = (0_u64, false);
    loop {
        match part.chunk().await {
            Ok(Some(piece)) => {
                bytes += piece.len() as u64;
                if bytes > spool.largest() {
                    // Read on without keeping it, so that the browser comes to the answer.
                    sender = None;
                    if bytes / PATIENCE > spool.largest() {
                        cut_off = true;
                        break;
                    }
                } else if let Some(open) = &sender
                    && open.send(piece).await.is_err()
                {
                    sender = None;
                }
            }
            Ok(None) => break,
            Err(_) => {
                cut_off = true;
                break;
            }
        }
    }
    drop(sender);
    let written = writing.await.map_err(PageError::internal)?;
    if cut_off {
        return Err(PageError::TooLarge);
    }
    if bytes > spool.largest() {
        return Ok(Arrived::TooLarge);
    }
    match written {
        Ok(digest) => {
            (spooled.bytes, spooled.digest) = (bytes, digest);
            Ok(Arrived::Here(Arc::new(spooled)))
        }
        Err(error) => {
            tracing::error!(%error, "an uploaded file could not be kept");
            Ok(Arrived::NoRoom)
        }
    }
}

/// Writes what comes, and tells its SHA-256.
fn write(spool: &Spool, id: Uuid, mut pieces: mpsc::Receiver<Bytes>) -> std::io::Result<String> {
    let mut file = spool.create(id)?;
    let mut sum = Sha256::new();
    while let Some(piece) = pieces.blocking_recv() {
        file.write_all(&piece)?;
        sum.update(&piece);
    }
    file.sync_all()?;
    Ok(sum.finalize().iter().fold(String::new(), |mut digest, byte| {
        let _ = write!(digest, "{byte:02x}");
        digest
    }))
}

impl<S: Sync> FromRequestParts<S> for SpooledUpload {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        Ok(parts.extensions.remove::<Self>().unwrap_or_default())
    }
}
