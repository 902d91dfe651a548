//! A form with a file: `multipart/form-data`.

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use multer::Multipart;

use crate::error::PageError;
use crate::form_data::FormData;

/// What a form with a file sent. The gate has read it; routes say how large it may be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    /// The other fields.
    pub(crate) form: FormData,
    /// The file's bytes; empty where none was chosen. Its name is not looked at.
    pub(crate) file: Bytes,
}

/// The boundary, if the request is such a form.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(content_type).ok()
}

/// Reads the body of such a form.
pub(crate) async fn parse(bytes: &Bytes, boundary: String) -> Result<Upload, multer::Error> {
    let mut parts = Multipart::with_reader(&**bytes, boundary);
    let mut pairs = Vec::new();
    let mut file = Bytes::new();
    while let Some(part) = parts.next_field().await? {
        if part.file_name().is_some() {
            file = part.bytes().await?;
        } else {
            let name = part.name().unwrap_or_default().to_owned();
            pairs.push((name, part.text().await?));
        }
    }
    Ok(Upload {
        form: FormData::from_pairs(pairs),
        file,
    })
}

impl<S: Sync> FromRequestParts<S> for Upload {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        // A form without a file comes as fields only; then there is nothing to take out here.
        Ok(parts.extensions.remove::<Self>().unwrap_or_default())
    }
}
