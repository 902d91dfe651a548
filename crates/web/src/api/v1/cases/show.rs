//! `GET /api/v1/cases/{case_id}`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use madoguchi_model::ids::CaseId;

use crate::api::v1::shapes::case::CaseBody;
use crate::api::{ApiError, Client, with_etag};
use crate::gate::PathId;
use crate::staff::cases::to_look;
use crate::state::AppState;

/// One case with its people.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}", tag = "cases", operation_id = "getCase",
    summary = "受付",
    params(("case_id" = Uuid, Path, description = "受付のID")),
    responses(
        (status = 200, description = "受付。ETag は版", body = CaseBody, headers(("ETag" = String))),
        (status = 304, description = "If-None-Match の版から変わっていない"),
    ))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<CaseId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (file, _) = to_look(&app, &client, id).await?;
    with_etag(&headers, file.case.version, &CaseBody::new(&file))
}
