//! A form with a file of any size: the file goes to the spool as it comes, and never into memory as a whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::Request;
use axum::http::request::Parts;
use madoguchi_link::places::Spool as Files;
use madoguchi_model::ids::new_uuid;
use multer::{Field, Multipart};

use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::token;
use crate::spool::Spool;
use crate::state::AppState;

/// How long a field beside the file may be, in bytes.
const FIELD: usize = 64 * 1024;
/// How many fields there may be beside the file.
const FIELDS: usize = 100;
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
    /// What it is found by in the spool.
    pub(crate) key: String,
    /// How large it is.
    pub(crate) bytes: u64,
    /// SHA-256, in hexadecimal.
    pub(crate) digest: String,
    files: Files,
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
            && let Err(error) = self.files.remove(&self.key)
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

/// Takes the file piece by piece. What is too large is read on without being kept, so that the browser comes to the
/// answer; far beyond the limit the connection ends.
async fn receive(app: &AppState, spool: &Spool, part: &mut Field<'_>) -> Result<Arrived, PageError> {
    let id = new_uuid(&*app.clock, &*app.entropy);
    let mut spooling = match spool.files.begin(id).await {
        Ok(spooling) => Some(spooling),
        Err(error) => return Ok(no_room(&error)),
    };
    let (mut bytes, mut trouble) = (0_u64, None);
    while let Some(piece) = part.chunk().await.map_err(|_| PageError::TooLarge)? {
        bytes += piece.len() as u64;
        if bytes > spool.largest() {
            spooling = None;
            if bytes / PATIENCE > spool.largest() {
                return Err(PageError::TooLarge);
            }
        } else if let Some(open) = &mut spooling
            && let Err(error) = open.write(&piece).await
        {
            (spooling, trouble) = (None, Some(error));
        }
    }
    if bytes > spool.largest() {
        return Ok(Arrived::TooLarge);
    }
    if let Some(error) = trouble {
        return Ok(no_room(&error));
    }
    let Some(spooling) = spooling else {
        return Ok(Arrived::NoRoom);
    };
    match spooling.finish().await {
        Ok(spooled) => Ok(Arrived::Here(Arc::new(SpooledFile {
            key: spooled.key,
            bytes: spooled.bytes,
            digest: spooled.digest,
            files: spool.files.clone(),
            kept: AtomicBool::new(false),
        }))),
        Err(error) => Ok(no_room(&error)),
    }
}

fn no_room(error: &std::io::Error) -> Arrived {
    tracing::error!(%error, "an uploaded file could not be kept");
    Arrived::NoRoom
}

impl<S: Sync> FromRequestParts<S> for SpooledUpload {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        Ok(parts.extensions.remove::<Self>().unwrap_or_default())
    }
}
