//! `POST /cases/{id}/applications/{application}/signature/withdraw`: the signature loses its force, with a reason.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::signatures;

use super::page::SignaturePage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{Paper, find};
use crate::staff::cases::{Editing, to_change};
use crate::state::AppState;

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
        errors.add("reason", "署名を取り消す理由を入力してください。");
        let paper = Paper::new(&file, found, app.fonts())?;
        return Ok(Page::invalid(SignaturePage::new(
            &file,
            &officer,
            &Editing::Mine,
            found,
            &paper.laid,
            &errors,
        )));
    }
    signatures::void(&mut tx, application, officer.staff().id, reason).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("applications"),
        &Flash::alert("署名を取り消しました。もう一度署名をもらってください。"),
    ))
}
