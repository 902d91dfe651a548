//! `POST /cases/{id}/withdraw`: 取下げ, with a reason.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::cases;

use super::show::OverviewPage;
use super::{Editing, to_change};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    let reason = form.text("reason");
    if reason.is_empty() {
        let mut errors = FormErrors::new();
        errors.add("reason", "取り下げる理由を入力してください。");
        let page = OverviewPage::load(&mut tx, &file, &officer, &Editing::Mine, &errors).await?;
        return Ok(Page::invalid(page));
    }
    let version = form.raw("version").parse().unwrap_or(file.case.version);
    cases::withdraw(&mut tx, id, version, officer.staff().id, reason).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href(""),
        &Flash::success("受付を取り下げました。"),
    ))
}
