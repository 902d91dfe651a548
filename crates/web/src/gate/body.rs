//! Reading a submitted form once, up to a size.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;

use crate::error::PageError;

/// The largest form: a signature's strokes and a long text fit many times over. Bytes.
pub(crate) const MAX_BODY: usize = 512 * 1024;

/// Reads the body, up to so many bytes, and puts it back for the handler.
pub(crate) async fn read(request: Request<Body>, limit: usize) -> Result<(Request<Body>, Bytes), PageError> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, limit).await.map_err(|_| PageError::TooLarge)?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), bytes))
}
