//! `POST /cases/{id}/applications/{application}/withdraw` and `…/restore`: 取下げ of one application by the resident,
//! with a reason, and its taking back.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::applications;

use super::paper::find;
use super::preview::PreviewPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::cases::{Editing, to_change};
use crate::state::AppState;

/// The resident takes the application back.
pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    let found = find(&file, application)?;
    let reason = form.text("reason");
    if reason.is_empty() {
        let mut errors = FormErrors::new();
        errors.add("reason", "取り下げる理由を入力してください。");
        let page = PreviewPage::load(&app, &mut tx, &file, &officer, &Editing::Mine, found, &errors).await?;
        return Ok(Page::invalid(page));
    }
    // A form without its version cannot say what it read: it counts as older than everything.
    let version = form.raw("version").parse().unwrap_or(0);
    applications::withdraw(&mut tx, application, version, officer.staff().id, reason).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("applications"),
        &Flash::success("申請を取り下げました。申請書と署名の記録は残ります。"),
    ))
}

/// The resident does apply after all.
pub(crate) async fn restore(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    if !file.withdrawn.iter().any(|old| old.id == application) {
        return Err(PageError::NotFound);
    }
    applications::restore(&mut tx, application, officer.staff().id).await?;
    // What was known may have changed meanwhile.
    let voided = super::fill::refresh(&app, &mut tx, &officer, id).await?;
    officer.commit(tx).await?;
    let flash = if voided > 0 {
        Flash::alert(super::fill::voided_text(voided))
    } else {
        Flash::success("取下げを取り消しました。署名をもらってください。")
    };
    Ok(redirect_with(&file.href("applications"), &flash))
}
