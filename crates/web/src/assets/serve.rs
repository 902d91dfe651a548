//! `GET /assets/{hash}/{name}`

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::find;
use crate::error::PageError;

/// Answers with a static file. The address changes with the content, so it may be kept for a year.
pub(crate) async fn serve(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&hash, &name) else {
        return PageError::NotFound.into_response();
    };
    let tag = format!("\"{}\"", asset.hash);
    let cached = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::CONTENT_TYPE, asset.content_type),
        (header::ETAG, &tag),
    ];
    if cached {
        (StatusCode::NOT_MODIFIED, head).into_response()
    } else {
        (head, asset.body).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::stylesheet;

    #[tokio::test]
    async fn a_known_tag_is_not_sent_again() {
        let path = || Path((stylesheet().hash.clone(), stylesheet().name.to_owned()));
        let first = serve(path(), HeaderMap::new()).await;
        let mut known = HeaderMap::new();
        known.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(serve(path(), known).await.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn an_old_hash_is_not_there() {
        let response = serve(Path(("old".into(), "madoguchi.css".into())), HeaderMap::new()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }
}
