//! `GET /api/v1/core-files`

use axum::Json;
use axum::extract::State;
use madoguchi_store::core_files::{self, FileFilter};

use crate::api::v1::shapes::core_file::{CoreFileBody, CoreFileList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::state::AppState;

/// The files for the core system of the client's own section, the newest first.
#[utoipa::path(get, path = "/api/v1/core-files", tag = "core-files", operation_id = "listCoreFiles",
    summary = "自分の課の業務システムへのファイルの一覧",
    params(
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
        ("kind" = Option<String>, Query, description = "ファイルの種類（出力定義のid）"),
    ),
    responses((status = 200, description = "ファイル", body = CoreFileList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    query: Query,
    page: PageOf,
) -> Result<Json<CoreFileList>, ApiError> {
    query.only(&["limit", "cursor", "kind"])?;
    let filter = FileFilter {
        kind: query.one("kind")?.map(str::to_owned),
        section: Some(client.section().code.clone()),
        before: page.after.map(|place| place.id),
        limit: page.limit + 1,
    };
    let mut tx = client.begin(&app).await?;
    let mut found = core_files::files(&mut tx, &filter).await?;
    let more = found.len() > usize::from(page.limit);
    found.truncate(usize::from(page.limit));
    let last = found.last().filter(|_| more).map(|file| Place {
        at: file.made_at,
        id: file.id,
    });
    Ok(Json(CoreFileList {
        items: found.iter().map(CoreFileBody::new).collect(),
        next: last.map(Place::cursor),
    }))
}
