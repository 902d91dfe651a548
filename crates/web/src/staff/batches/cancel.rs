//! `POST /prints/{batch}/cancel`: stops a batch before its next paper.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::print_batches;
use uuid::Uuid;

use super::mine;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn cancel(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    mine(&mut tx, &officer, id).await?;
    print_batches::cancel(&mut tx, id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/prints/{id}"),
        &Flash::success("中止しました。出来ていた分は開けます。"),
    ))
}
