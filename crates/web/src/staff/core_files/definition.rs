//! `GET /core-files/kinds/{kind}/definition`: how a file is laid out, as TOML; of an edition with `?edition=`.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use madoguchi_link::core_files::Definition;
use madoguchi_store::core_files;

use super::kinds::find_kind;
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn download(
    State(app): State<AppState>,
    officer: Officer,
    PathId(kind): PathId<String>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find_kind(&mut tx, &officer, &kind, Resource::CoreDefinition, Action::View).await?;
    let (text, edition) = if query.has("edition") {
        let edition = query.raw("edition").parse().map_err(|_| PageError::NotFound)?;
        let text = core_files::definition_text(&mut tx, &kind, edition).await?;
        (text, format!("-{edition}"))
    } else {
        let own = core_files::own_definition(&mut tx, &kind).await?;
        let text = own.or_else(|| Definition::text(&kind).map(str::to_owned));
        (text, String::new())
    };
    let text = text.ok_or(PageError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{kind}{edition}.toml\""),
        ),
    ];
    Ok((headers, text).into_response())
}
