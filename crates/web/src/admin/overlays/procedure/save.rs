//! `POST /admin/overlays/{overlay_id}/procedures/{procedure_id}`: keeps the procedure, or brings the page back with
//! everything that was typed and what a button asked for.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_guidance::overlay::Change;
use madoguchi_model::ids::OverlayId;

use super::super::Draft;
use super::page::ProcedurePage;
use super::read::read;
use super::{is_own, wanted};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Saves the procedure.
pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, procedure)): PathId<(OverlayId, String)>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::to_change(&mut tx, id).await?;
    let base = wanted(&draft, &procedure)?;
    if form.has("step") {
        let page = ProcedurePage::new(&officer, &draft, &base, Some(&form), &FormErrors::new());
        return Ok(Page(page).into_response());
    }
    let mut errors = FormErrors::new();
    let written = read(&base, draft.release, &form, &mut errors);
    if !errors.is_empty() {
        return Ok(Page::invalid(ProcedurePage::new(
            &officer,
            &draft,
            &base,
            Some(&form),
            &errors,
        )));
    }
    let mut overlay = draft.overlay.clone();
    if is_own(&procedure) {
        overlay.set_procedure(written);
    } else {
        let published = draft.published(&procedure).ok_or(PageError::NotFound)?;
        let off = form.has("off").then(|| form.text("off_reason").to_owned());
        overlay.set_change(Change {
            off,
            ..Change::between(&published, &written)
        });
    }
    draft.save(&mut tx, &officer, &form, &overlay).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &draft.href(""),
        &Flash::success(format!(
            "「{}」を保存しました。",
            base_name(&overlay, &procedure, &base.name)
        )),
    ))
}

fn base_name(overlay: &madoguchi_guidance::overlay::Overlay, id: &str, before: &str) -> String {
    overlay
        .procedure(id)
        .map_or_else(|| before.to_owned(), |own| own.name.clone())
}
