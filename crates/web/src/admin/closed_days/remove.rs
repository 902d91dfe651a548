//! `POST /admin/closed-days/{day}/remove`

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use madoguchi_store::closed_days;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Removes a closed day.
pub(crate) async fn remove(
    State(app): State<AppState>,
    officer: Officer,
    PathId(day): PathId<NaiveDate>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    if !closed_days::remove(&mut tx, day).await? {
        return Err(PageError::NotFound);
    }
    officer.commit(tx).await?;
    let path = format!("/admin/closed-days?year={}", day.year());
    Ok(redirect_with(&path, &Flash::success("閉庁日を取り消しました。")))
}
