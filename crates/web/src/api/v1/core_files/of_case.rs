//! `GET /api/v1/cases/{case_id}/core-rows`

use axum::Json;
use axum::extract::State;
use madoguchi_model::ids::CaseId;
use madoguchi_store::core_files::{self, RowFilter};

use crate::api::v1::shapes::core_file::{CoreRowBody, CoreRowList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::gate::PathId;
use crate::staff::cases::to_look;
use crate::state::AppState;

/// What of a case went, goes or could not go to the core system of the client's own section.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/core-rows", tag = "core-files",
    operation_id = "listCoreRowsOfCase", summary = "受付の、業務システムへの行と、その状態",
    params(
        ("case_id" = Uuid, Path, description = "受付のID"),
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
    ),
    responses((status = 200, description = "行。新しいものから", body = CoreRowList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<CaseId>,
    query: Query,
    page: PageOf,
) -> Result<Json<CoreRowList>, ApiError> {
    query.only(&["limit", "cursor"])?;
    let (file, _) = to_look(&app, &client, id).await?;
    let filter = RowFilter {
        section: Some(client.section().code.clone()),
        case: Some(file.case.id),
        before: page.after.map(|place| place.id),
        limit: page.limit + 1,
        ..RowFilter::default()
    };
    let mut tx = client.begin(&app).await?;
    let mut found = core_files::rows(&mut tx, &filter).await?;
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
