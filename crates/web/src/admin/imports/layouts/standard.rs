//! `GET /admin/imports/layouts/standard/{name}` and `…/file`: a layout that is part of the program, to read and to take
//! home.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use madoguchi_import::Layout;

use super::columns::{ColumnRow, ListPart, column_rows, form_facts, list_parts};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/imports/layouts/standard.html")]
struct StandardPage {
    chrome: Chrome,
    href: String,
    source: String,
    facts: Vec<(&'static str, String)>,
    columns: Vec<ColumnRow>,
    lists: Vec<ListPart>,
}

pub(crate) async fn show(
    State(_): State<AppState>,
    officer: Officer,
    PathId(name): PathId<String>,
) -> Result<Response, PageError> {
    let layout = Layout::find(&name).ok_or(PageError::NotFound)?;
    let page = StandardPage {
        chrome: officer
            .page(layout.title.clone(), Area::Imports)
            .above("データ取込み", "/admin/imports")
            .above("取込定義", "/admin/imports/layouts"),
        href: format!("/admin/imports/layouts/standard/{name}"),
        source: layout.source.clone(),
        facts: form_facts(layout),
        columns: column_rows(layout),
        lists: list_parts(layout),
    };
    Ok(Page(page).into_response())
}

/// The definition as TOML.
pub(crate) async fn file(
    State(_): State<AppState>,
    _officer: Officer,
    PathId(name): PathId<String>,
) -> Result<Response, PageError> {
    let layout = Layout::find(&name).ok_or(PageError::NotFound)?;
    let text = Layout::text(&layout.id).ok_or(PageError::NotFound)?;
    Ok(toml(&layout.id, text.to_owned()))
}

/// An answer with a definition as a file.
pub(super) fn toml(name: &str, text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.toml\""),
        ),
    ];
    (headers, text).into_response()
}
