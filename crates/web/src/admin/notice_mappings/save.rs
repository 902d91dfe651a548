//! `POST /admin/notice-mappings/{mapping_id}`: what was chosen is kept, whether or not it is complete, and the sample is
//! read by it.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::import_layouts::LayoutState;
use madoguchi_store::portal_mappings;
use uuid::Uuid;

use super::show::{ShowPage, saves};
use super::{PATH, draft};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = portal_mappings::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    if stored.state != LayoutState::Draft {
        return Err(PageError::Conflict(
            "この版は変えられません。新しい版を作って変えてください。".into(),
        ));
    }
    let mut errors = FormErrors::new();
    let mapping = draft::applied(&draft::of_stored(&stored)?, &form, &mut errors);
    if !errors.is_empty() {
        let sample = portal_mappings::sample(&mut tx, id).await?;
        let page = ShowPage::new(&officer, &stored, &mapping, sample.as_deref(), &errors);
        return Ok(Page::invalid(page));
    }
    let content = mapping.to_toml();
    let by = officer.staff().id;
    portal_mappings::save(&mut tx, id, saves(&form), (&mapping.title, &content), by).await?;
    officer.commit(tx).await?;
    let flash = if mapping.wrong().is_none() {
        Flash::success("保存しました。見本の読まれ方を確かめてください。")
    } else {
        Flash::alert("保存しました。使い始めるには、受付番号と氏名の列が要ります。")
    };
    Ok(redirect_with(&format!("{PATH}/{id}"), &flash))
}
