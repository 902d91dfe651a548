//! `POST /admin/notice-mappings/{mapping_id}/activate`, `…/retire` and `…/copy`.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::ChangeError;
use madoguchi_store::portal_mappings::{self, NewMapping};
use uuid::Uuid;

use super::show::saves;
use super::{PATH, draft};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Lets files be read by it from now on: by another than who changed it last.
pub(crate) async fn activate(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = portal_mappings::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    if let Some(lacks) = draft::of_stored(&stored)?.wrong() {
        return Err(PageError::Conflict(format!("まだ使い始められません。{lacks}")));
    }
    if stored.changed.0 == officer.staff().id {
        return Err(PageError::Conflict(
            "最後に直した人とは別の管理者が、確かめて使い始めてください。".into(),
        ));
    }
    portal_mappings::activate(&mut tx, id, saves(&form), officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{id}"),
        &Flash::success("使い始めました。「事前の申請」で、ファイルの種類として選べます。"),
    ))
}

/// Gives a draft up, or ends the use of a version.
pub(crate) async fn retire(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    portal_mappings::retire(&mut tx, id, saves(&form)).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        PATH,
        &Flash::success("使用を終えました。これまでに取り込んだ申請は変わりません。"),
    ))
}

/// A new version to change, from one that cannot be changed any more.
pub(crate) async fn copy(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = portal_mappings::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let new = NewMapping {
        name: &stored.name,
        title: &stored.title,
        content: &stored.content,
        sample: None,
    };
    let next = portal_mappings::create(&mut tx, new, officer.staff().id)
        .await
        .map_err(|error| match error {
            ChangeError::NotAllowed(_) => {
                PageError::Conflict("この対応表には、もう下書きがあります。一覧から開いてください。".into())
            }
            other => other.into(),
        })?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{next}"),
        &Flash::success("新しい版の下書きを作りました。"),
    ))
}
