//! `GET /page-fonts/{name}`: `….css` says which characters the font is for, `….ttf` is the font.
//!
//! Like pages they are kept nowhere on the terminal: which rare characters somebody's name has can tell who was looked up.
//! The request has no record of its own, because its page has one.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::PageError;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn serve(
    State(app): State<AppState>,
    officer: Officer,
    Path(file): Path<String>,
) -> Result<Response, PageError> {
    let (name, kind) = file.rsplit_once('.').ok_or(PageError::NotFound)?;
    let tenant = officer.scope()?.tenant_id();
    let font = app.page_fonts.find(tenant, name).ok_or(PageError::NotFound)?;
    match kind {
        "css" => {
            let css = format!(
                "@font-face{{font-family:\"Madoguchi Page\";src:url(\"/page-fonts/{name}.ttf\") format(\"truetype\");\
                 font-display:block;unicode-range:{}}}\n",
                font.unicode_range
            );
            Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response())
        }
        "ttf" => Ok(([(header::CONTENT_TYPE, "font/ttf")], font.file.clone()).into_response()),
        _ => Err(PageError::NotFound),
    }
}
