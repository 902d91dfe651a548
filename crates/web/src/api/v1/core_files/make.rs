//! `POST /api/v1/core-files`

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::core_files::{make, put};
use madoguchi_store::core_files;
use serde_json::json;

use crate::api::v1::shapes::core_file::{CoreFileBody, MadeCoreFile, MakeCoreFile};
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::staff::core_files::find_kind;
use crate::staff::core_files::make::WAITED_FOR;
use crate::state::AppState;

/// Makes a file of the rows that wait, 500 at most. It is also put where files of the kind go, if the municipality has said
/// where.
#[utoipa::path(post, path = "/api/v1/core-files", tag = "core-files", operation_id = "makeCoreFile",
    summary = "書き出しを待っている行のファイルを作る",
    params(("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）")),
    request_body = MakeCoreFile,
    responses((status = 200, description = "作ったファイル。書き出す行がなければ file は null", body = MadeCoreFile)))]
pub(crate) async fn make_now(
    State(app): State<AppState>,
    client: Client,
    key: Key,
    sent: Sent<MakeCoreFile>,
) -> Result<Response, ApiError> {
    let kind = sent.value.kind;
    let mut tx = client.begin(&app).await?;
    match find_kind(&mut tx, &client, &kind, Resource::CoreFile, Action::Create).await {
        Err(PageError::NotFound) => {
            return Err(ApiError::field("/kind", "この種類のファイルはありません。"));
        }
        found => drop(found?),
    }
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let made = make(&mut tx, &kind, Some(client.staff().id), WAITED_FOR)
        .await
        .map_err(PageError::internal)?;
    let mut file = None;
    if let Some(id) = made.file {
        put(&mut tx, id, &kind).await?;
        client.tell("file", json!(id));
        client.saw(core_files::residents_of(&mut tx, id).await?);
        file = core_files::file(&mut tx, id).await?;
    }
    let answer = Answer::ok(&MadeCoreFile {
        file: file.as_ref().map(CoreFileBody::new),
        by_hand: made.by_hand,
        unchanged: made.unchanged,
        more: made.more,
    })?;
    once.commit(tx, &client, answer).await
}
