//! `POST /admin/core-files/{kind}`: where files of a kind go and when.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::core_files;

use super::fields::read;
use super::settings::SettingsPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::core_files::find_kind;
use crate::state::AppState;

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<String>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let kind = find_kind(&mut tx, &officer, &id, Resource::CoreDefinition, Action::Edit).await?;
    let mut errors = FormErrors::new();
    let fields = read(&app, &form, &mut errors);
    if !errors.is_empty() {
        let page = SettingsPage::load(&app, &mut tx, &officer, &kind, &form, &errors).await?;
        return Ok(Page::invalid(page));
    }
    core_files::save_destination(&mut tx, &id, fields.as_ref()).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/core-files/kinds/{id}"),
        &Flash::success("置き場と時刻を保存しました。"),
    ))
}
