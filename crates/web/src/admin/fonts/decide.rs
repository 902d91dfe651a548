//! `POST /admin/fonts/{font_id}/publish` and `…/withdraw`. Who uploaded a font does not publish it.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::SuppliedFontId;
use madoguchi_store::supplied_fonts;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Lets papers be drawn with it from now on.
pub(crate) async fn publish(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<SuppliedFontId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let font = supplied_fonts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    if font.uploaded.0 == officer.staff().id {
        return Err(PageError::Conflict(
            "登録した人は公開できません。ほかの管理者に、字形を確かめて公開するよう頼んでください。".into(),
        ));
    }
    supplied_fonts::publish(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    let told = "公開しました。これから作る申請書の外字は、このフォントで印字されます。";
    Ok(redirect_with(
        &format!("/admin/fonts/{id}"),
        &Flash::success(told),
    ))
}

/// Gives it up, or stops using it.
pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<SuppliedFontId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    supplied_fonts::withdraw(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    let told = "取り消しました。このフォントで作った申請書の印字は変わりません。";
    Ok(redirect_with("/admin/fonts", &Flash::success(told)))
}
