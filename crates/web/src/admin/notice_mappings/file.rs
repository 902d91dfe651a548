//! `GET /admin/notice-mappings/{mapping_id}/file` and `…/standard/{name}`: a definition as the file that the command line
//! takes.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use madoguchi_link::portals::Mapping;
use madoguchi_store::portal_mappings;
use uuid::Uuid;

use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::state::AppState;

/// One of the municipality's own.
pub(crate) async fn own(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = portal_mappings::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(toml(&stored.name, stored.content))
}

/// One that is part of the program.
pub(crate) async fn standard(
    State(_): State<AppState>,
    _officer: Officer,
    PathId(name): PathId<String>,
) -> Result<Response, PageError> {
    let mapping = Mapping::find(&name).ok_or(PageError::NotFound)?;
    let text = Mapping::text(&mapping.id).ok_or(PageError::NotFound)?;
    Ok(toml(&mapping.id, text.to_owned()))
}

fn toml(name: &str, text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.toml\""),
        ),
    ];
    (headers, text).into_response()
}
