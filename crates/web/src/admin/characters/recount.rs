//! `POST /admin/characters`: has the characters counted again, in the background.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::rare_characters;

use crate::error::PageError;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn recount(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    rare_characters::request(&mut tx).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/characters",
        &Flash::success("数え直します。しばらくして、この画面を開き直してください。"),
    ))
}
