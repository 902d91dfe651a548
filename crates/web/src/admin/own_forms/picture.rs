//! `GET /admin/own-forms/{own_form_id}/pages/{n}.png`: a page as it prints.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::OwnFormId;
use madoguchi_store::own_forms;

use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::state::AppState;

/// Shows a page's picture.
pub(crate) async fn picture(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, page)): PathId<(OwnFormId, String)>,
) -> Result<Response, PageError> {
    let number = page.strip_suffix(".png").and_then(|number| number.parse().ok());
    let number: i32 = number.ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let picture = own_forms::picture(&mut tx, id, number).await?;
    let picture = picture.ok_or(PageError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], picture).into_response())
}
