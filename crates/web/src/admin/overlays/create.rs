//! `POST /admin/overlays`: begins a draft from what will be in force last, so that nothing approved is forgotten.

use axum::extract::State;
use axum::response::Response;
use chrono::Months;
use madoguchi_guidance::overlay::Overlay;
use madoguchi_store::overlays;

use super::draft;
use crate::error::PageError;
use crate::page::redirect;
use crate::session::Officer;
use crate::state::AppState;

/// Nobody plans further ahead than this, in months.
const HORIZON: u32 = 1_200;

/// Begins a draft.
pub(crate) async fn create(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let last = tx.today() + Months::new(HORIZON);
    let mut overlay = match overlays::in_force(&mut tx, last).await? {
        Some(file) => Overlay::from_text(&file.content).map_err(PageError::internal)?,
        None => Overlay::default(),
    };
    "新しい設定".clone_into(&mut overlay.title);
    let id = draft::begin(&mut tx, &officer, &overlay).await?;
    officer.commit(tx).await?;
    Ok(redirect(&format!("/admin/overlays/{id}")))
}
