//! `POST /admin/overlays/{overlay_id}/procedures/{procedure_id}/remove`: back to what is published, or gone.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::OverlayId;

use super::super::Draft;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Takes what concerns the procedure out of the overlay.
pub(crate) async fn remove(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, procedure)): PathId<(OverlayId, String)>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::to_change(&mut tx, id).await?;
    let mut overlay = draft.overlay.clone();
    if !overlay.remove(&procedure) {
        return Err(PageError::NotFound);
    }
    draft.save(&mut tx, &officer, &form, &overlay).await?;
    officer.commit(tx).await?;
    let message = if super::is_own(&procedure) {
        "独自の手続を取り除きました。"
    } else {
        "全国共通の内容に戻しました。"
    };
    Ok(redirect_with(&draft.href(""), &Flash::success(message)))
}
