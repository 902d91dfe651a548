//! Gives a page its font.

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::fonts::{is_private_use, rare_characters};
use madoguchi_store::{TenantScope, supplied_fonts};

use crate::error::PageError;
use crate::state::AppState;

/// Pages larger than this go without: none of ours is.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The answer, with a link to a font in its head where it is a page with rare characters. Everything else is untouched; a
/// page whose font cannot be made is sent without.
pub(crate) async fn dress(app: &AppState, scope: &TenantScope, response: Response) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let fits = response
        .body()
        .size_hint()
        .upper()
        .is_some_and(|most| most <= LARGEST);
    if !(is_page && fits) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return PageError::internal(error).into_response(),
    };
    match link(app, scope, &body).await {
        Ok(None) => Response::from_parts(parts, Body::from(body)),
        Ok(Some(dressed)) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(dressed))
        }
        Err(error) => {
            tracing::error!(?error, "a page goes without its font");
            Response::from_parts(parts, Body::from(body))
        }
    }
}

/// The page with the link, if it needs a font.
async fn link(app: &AppState, scope: &TenantScope, body: &Bytes) -> Result<Option<String>, PageError> {
    let page = std::str::from_utf8(body).map_err(PageError::internal)?;
    let Some(name) = font_of(app, scope, page).await? else {
        return Ok(None);
    };
    let link = format!("<link rel=\"stylesheet\" href=\"/page-fonts/{name}.css\">\n</head>");
    Ok(Some(page.replacen("</head>", &link, 1)))
}

/// The name of the font that a page needs.
async fn font_of(app: &AppState, scope: &TenantScope, page: &str) -> Result<Option<String>, PageError> {
    let rare = rare_characters(page);
    if rare.is_empty() {
        return Ok(None);
    }
    let tenant = scope.tenant_id();
    let mut supplied = None;
    let mut made_of = String::new();
    if rare.iter().any(|written| written.chars().any(is_private_use)) {
        let mut tx = app.store.begin(scope).await?;
        if let Some(id) = supplied_fonts::in_use(&mut tx).await? {
            made_of = id.to_string();
            supplied = Some(app.paper_sources.supplied_fonts.load(&mut tx, id).await?);
        }
        tx.commit().await?;
    }
    for written in &rare {
        made_of.push(' ');
        made_of.push_str(written);
    }
    if let Some(name) = app.page_fonts.known(tenant, &made_of) {
        return Ok(Some(name));
    }
    let fonts = app.fonts.with_supplied(supplied);
    let made = tokio::task::spawn_blocking(move || fonts.screen_font(&rare))
        .await
        .map_err(PageError::internal)?;
    Ok(made.map(|font| app.page_fonts.keep(tenant, &made_of, font, &*app.entropy)))
}
