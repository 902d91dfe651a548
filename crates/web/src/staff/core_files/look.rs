//! `POST /core-files/kinds/{kind}/look`: 応答ファイルを今すぐ読む.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::core_files::LOOK;
use madoguchi_store::jobs;
use serde_json::json;

use super::kinds::find_kind;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn look(
    State(app): State<AppState>,
    officer: Officer,
    PathId(kind): PathId<String>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find_kind(&mut tx, &officer, &kind, Resource::CoreFile, Action::Create).await?;
    jobs::enqueue(&mut tx, LOOK, &json!({ "kind": kind }), None).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/core-files/kinds/{kind}"),
        &Flash::success("まもなく応答ファイルを見に行きます。しばらくして、この画面を更新してください。"),
    ))
}
