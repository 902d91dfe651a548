//! `POST /admin/imports/layouts/{layout_id}/activate`, `…/retire` and `…/copy`.

use axum::extract::State;
use axum::response::Response;
use madoguchi_import::Layout;
use madoguchi_model::ids::ImportLayoutId;
use madoguchi_store::ChangeError;
use madoguchi_store::import_layouts::{self, NewLayout};

use super::draft::Draft;
use super::show::saves;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Lets files be read by it from now on.
pub(crate) async fn activate(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = import_layouts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let problems = Draft::read(&stored)?.problems(&stored.content);
    if let Some(problem) = problems.first() {
        return Err(PageError::Conflict(format!("まだ使い始められません。{problem}")));
    }
    import_layouts::activate(&mut tx, id, saves(&form), officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/layouts/{id}"),
        &Flash::success("使い始めました。ファイルを取り込む画面で選べます。"),
    ))
}

/// Gives a draft up, or ends the use of a version.
pub(crate) async fn retire(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    import_layouts::retire(&mut tx, id, saves(&form)).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/imports/layouts",
        &Flash::success("使用を終えました。これまでの取り込みは変わりません。"),
    ))
}

/// A new version to change, from one that cannot be changed any more.
pub(crate) async fn copy(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = import_layouts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    Layout::draft(&stored.content).map_err(PageError::internal)?;
    let new = NewLayout {
        name: &stored.name,
        title: &stored.title,
        target: stored.target,
        content: &stored.content,
        sample: None,
    };
    let created = import_layouts::create(&mut tx, new, officer.staff().id).await;
    let next = created.map_err(|error| match error {
        ChangeError::NotAllowed(_) => {
            PageError::Conflict("この定義には、もう下書きがあります。一覧から開いてください。".into())
        }
        other => other.into(),
    })?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/layouts/{next}"),
        &Flash::success("新しい版の下書きを作りました。見本を入れると、読まれ方を確かめられます。"),
    ))
}
