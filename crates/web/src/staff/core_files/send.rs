//! `POST /core-files/{core_file_id}/send`: the same file is put at its place once more.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::core_files::put;
use madoguchi_store::core_files;
use uuid::Uuid;

use super::kinds::find_file;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn send(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let file = find_file(&mut tx, &officer, id, Action::Edit).await?;
    if core_files::is_protected(&mut tx, id).await? {
        return Err(PageError::Stopped {
            title: "支援措置により、このファイルは出せません".into(),
            text: "ファイルに載っている受付に、支援措置の対象になった人がいます。業務システムには、手作業で引き継いでください。".into(),
        });
    }
    if put(&mut tx, id, &file.kind).await?.is_none() {
        return Err(PageError::Conflict(
            "このファイルの置き場が決まっていません。管理者に、置き場を決めてもらってください。".into(),
        ));
    }
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/core-files/{id}"),
        &Flash::success(
            "まもなく、同じファイルをもう一度置きます。同じものが残っていれば、そのままにします。",
        ),
    ))
}
