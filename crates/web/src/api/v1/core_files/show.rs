//! `GET /api/v1/core-files/{core_file_id}`

use axum::Json;
use axum::extract::State;
use uuid::Uuid;

use crate::api::v1::shapes::core_file::CoreFileBody;
use crate::api::{ApiError, Client};
use crate::gate::PathId;
use crate::policy::Action;
use crate::staff::core_files::find_file;
use crate::state::AppState;

/// One file, without its bytes.
#[utoipa::path(get, path = "/api/v1/core-files/{core_file_id}", tag = "core-files", operation_id = "getCoreFile",
    summary = "業務システムへのファイル",
    params(("core_file_id" = Uuid, Path, description = "ファイルのID")),
    responses((status = 200, description = "ファイル", body = CoreFileBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<Uuid>,
) -> Result<Json<CoreFileBody>, ApiError> {
    let mut tx = client.begin(&app).await?;
    let file = find_file(&mut tx, &client, id, Action::View).await?;
    Ok(Json(CoreFileBody::new(&file)))
}
