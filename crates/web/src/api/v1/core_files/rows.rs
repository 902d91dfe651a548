//! `GET /api/v1/core-files/{core_file_id}/rows`

use axum::Json;
use axum::extract::State;
use madoguchi_store::core_files;
use uuid::Uuid;

use crate::api::v1::shapes::core_file::{CoreRowBody, CoreRowList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::gate::PathId;
use crate::policy::Action;
use crate::staff::core_files::find_file;
use crate::state::AppState;

/// How far each row of a file is, in the file's order.
#[utoipa::path(get, path = "/api/v1/core-files/{core_file_id}/rows", tag = "core-files",
    operation_id = "listCoreFileRows", summary = "ファイルの行と、その状態",
    params(
        ("core_file_id" = Uuid, Path, description = "ファイルのID"),
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
    ),
    responses((status = 200, description = "行", body = CoreRowList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<Uuid>,
    query: Query,
    page: PageOf,
) -> Result<Json<CoreRowList>, ApiError> {
    query.only(&["limit", "cursor"])?;
    let mut tx = client.begin(&app).await?;
    find_file(&mut tx, &client, id, Action::View).await?;
    let after = match page.after {
        None => 0,
        Some(place) => core_files::row(&mut tx, place.id)
            .await?
            .filter(|row| row.file_id == Some(id))
            .and_then(|row| row.line)
            .ok_or_else(|| ApiError::field("cursor", "前の応答の next をそのまま入れてください。"))?,
    };
    let mut found = core_files::rows_of_file(&mut tx, id, after, page.limit + 1).await?;
    let more = found.len() > usize::from(page.limit);
    found.truncate(usize::from(page.limit));
    let last = found.last().filter(|_| more).map(|row| Place {
        at: row.planned_at,
        id: row.id,
    });
    Ok(Json(CoreRowList {
        items: found.iter().map(CoreRowBody::new).collect(),
        next: last.map(Place::cursor),
    }))
}
