//! `POST /core-files/kinds/{kind}/answers`: a file of answers is handed in.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::core_files::{AnswersError, receive_answers};
use madoguchi_model::clock::in_japan;
use serde_json::json;

use super::kind::KindPage;
use super::kinds::find_kind;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;
use crate::upload::Upload;

/// How large a file of answers from a page may be, in bytes; larger ones come through a folder.
pub(crate) const LIMIT: usize = 8 * 1024 * 1024;

pub(crate) async fn give(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<String>,
    upload: Upload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let kind = find_kind(&mut tx, &officer, &id, Resource::CoreFile, Action::Complete).await?;
    let mut errors = FormErrors::new();
    if upload.file.is_empty() {
        errors.add("file", "応答ファイルを選んでください。");
        return invalid(&app, &officer, &kind, &errors).await;
    }
    // The file's own name is not looked at: it may say anything.
    let name = format!("画面から {}", in_japan(tx.now()).format("%Y-%m-%d %H:%M"));
    let received = receive_answers(&mut tx, &id, &name, &upload.file, Some(officer.staff().id)).await;
    let received = match received {
        Ok(received) => received,
        Err(fault @ (AnswersError::Kind(_) | AnswersError::File(_))) => {
            errors.add("file", fault.to_string());
            drop(tx);
            return invalid(&app, &officer, &kind, &errors).await;
        }
        Err(AnswersError::Job(error)) => return Err(PageError::internal(error)),
        Err(AnswersError::Change(error)) => return Err(error.into()),
    };
    officer.tell("answers", json!(received.id));
    officer.commit(tx).await?;
    let told = if received.already {
        "この応答ファイルは、もう受け取ってあります。何もしませんでした。"
    } else {
        "応答ファイルを受け取りました。"
    };
    Ok(redirect_with(
        &format!("/core-files/answers/{}", received.id),
        &Flash::success(told),
    ))
}

async fn invalid(
    app: &AppState,
    officer: &Officer,
    kind: &super::Kind,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(app).await?;
    Ok(Page::invalid(
        KindPage::load(app, &mut tx, officer, kind, errors).await?,
    ))
}
