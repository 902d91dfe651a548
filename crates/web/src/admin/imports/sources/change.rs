//! `POST /admin/imports/sources`, `…/{source_id}`, `…/{source_id}/look` and `…/{source_id}/remove`.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::ImportSourceId;
use madoguchi_store::import_sources;

use super::edit::EditPage;
use super::fields::read;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Adds a source.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let fields = read(&mut tx, &form, &mut errors).await?;
    if !errors.is_empty() {
        return Ok(Page::invalid(
            EditPage::load(&mut tx, &officer, None, &form, &errors).await?,
        ));
    }
    let id = import_sources::create(&mut tx, &fields, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/sources/{id}"),
        &Flash::success("取込元を加えました。"),
    ))
}

/// Changes a source.
pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportSourceId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let source = import_sources::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let mut errors = FormErrors::new();
    let fields = read(&mut tx, &form, &mut errors).await?;
    if !errors.is_empty() {
        let page = EditPage::load(&mut tx, &officer, Some(&source), &form, &errors).await?;
        return Ok(Page::invalid(page));
    }
    import_sources::change(&mut tx, id, version(&form), &fields, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/sources/{id}"),
        &Flash::success("保存しました。"),
    ))
}

/// Lets it be looked into at once.
pub(crate) async fn look(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportSourceId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    import_sources::look_now(&mut tx, id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/sources/{id}"),
        &Flash::success("まもなく見に行きます。しばらくして、この画面を更新してください。"),
    ))
}

/// Removes it. Its imports stay on the list.
pub(crate) async fn remove(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportSourceId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    import_sources::remove(&mut tx, id, version(&form), officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/imports/sources",
        &Flash::success("取込元をなくしました。これまでの取り込みは変わりません。"),
    ))
}

fn version(form: &FormData) -> i32 {
    form.raw("version").parse().unwrap_or(0)
}
