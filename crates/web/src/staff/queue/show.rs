//! `GET /queue/{id}`: everything the section needs for one piece of work.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::QueueItemId;

use super::page::{WorkPage, load};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<QueueItemId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let (item, file) = load(&app, &mut tx, &officer, id).await?;
    let page = WorkPage::new(&mut tx, &officer, &item, &file, "", &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
