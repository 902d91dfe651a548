//! `GET /api/v1/core-files/{core_file_id}/content`

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::api::{ApiError, Client};
use crate::gate::PathId;
use crate::staff::core_files::{get_out, media_type};
use crate::state::AppState;

/// The file itself: the same bytes whenever it is asked for. The `ETag` is its SHA-256.
#[utoipa::path(get, path = "/api/v1/core-files/{core_file_id}/content", tag = "core-files",
    operation_id = "getCoreFileContent", summary = "ファイルの中身",
    params(("core_file_id" = Uuid, Path, description = "ファイルのID")),
    responses((status = 200, description = "ファイルのバイト列。文字コードは出力定義のとおり（Content-Type の charset）",
        body = Vec<u8>, content_type = "text/csv", headers(("ETag" = String)))))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<Uuid>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let (file, bytes) = get_out(&mut tx, &client, id).await?;
    let headers = [
        (CONTENT_TYPE, media_type(&mut tx, &file.kind).await?),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", file.name),
        ),
        (ETAG, format!("\"{}\"", file.digest)),
    ];
    Ok((headers, bytes).into_response())
}
