//! Reading a submitted form once, up to a size.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;

use crate::error::PageError;
use crate::policy::{Action, Resource};

/// The largest form: a signature's strokes and a long text fit many times over. Bytes.
pub(crate) const MAX_BODY: usize = 512 * 1024;

/// The largest form with a file: a font with some room, so that one a little too large is told so in words. Bytes.
pub(crate) const MAX_UPLOAD: usize = 16 * 1024 * 1024;

/// How large a form may be that does this.
pub(super) fn limit(resource: Resource, action: Action) -> usize {
    match (resource, action) {
        (Resource::SuppliedFont, Action::Create) => MAX_UPLOAD,
        _ => MAX_BODY,
    }
}

/// Reads the body up to a limit and puts it back for the handler.
pub(super) async fn read(request: Request<Body>, limit: usize) -> Result<(Request<Body>, Bytes), PageError> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, limit).await.map_err(|_| PageError::TooLarge)?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), bytes))
}
