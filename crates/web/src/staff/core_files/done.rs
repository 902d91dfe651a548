//! `POST /core-files/rows/{core_row_id}/done`: 手作業で引継ぎ済み.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::core_files;
use uuid::Uuid;

use super::kinds::require;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn done(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let row = core_files::row(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    require(&officer, Some(&row.section), Action::Complete)?;
    core_files::done_by_hand(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    let back = match row.work.filter(|_| form.raw("from") == "work") {
        Some(work) => format!("/queue/{work}"),
        None => format!("/core-files/kinds/{}", row.kind),
    };
    let told = format!("受付 {} を、手作業で引継ぎ済みにしました。", row.case_number);
    Ok(redirect_with(&back, &Flash::success(told)))
}
