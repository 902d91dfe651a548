//! Ids in paths and words in query strings, read so that nonsense is no fault of ours.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::PageError;
use crate::form_data::FormData;

/// The id (or a tuple of ids) in the path. Anything that is no id is a page that does not exist.
pub struct PathId<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Path(id) = Path::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::NotFound)?;
        Ok(Self(id))
    }
}

/// The words of the query string; a missing one reads as empty. See [`FormData`].
pub struct QueryData(FormData);

impl Deref for QueryData {
    type Target = FormData;

    fn deref(&self) -> &FormData {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryData {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        Ok(Self(FormData::parse(
            parts.uri.query().unwrap_or_default().as_bytes(),
        )))
    }
}
