//! The catalogue of procedures that is in force today.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use madoguchi_guidance::Release;

use super::shapes::catalogue::{CatalogueBody, FactList, ProcedureBody, ProcedureList};
use crate::api::{ApiError, Client};
use crate::error::PageError;
use crate::state::AppState;

async fn in_force(app: &AppState, client: &Client) -> Result<Arc<Release>, ApiError> {
    let mut tx = client.begin(app).await?;
    Ok(app.catalogues.in_force(&mut tx, app.clock.today()).await?)
}

/// The release in force.
#[utoipa::path(get, path = "/api/v1/catalogue", tag = "catalogue", operation_id = "getCatalogue",
    summary = "手続カタログの版",
    responses((status = 200, description = "今日効力のある版", body = CatalogueBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
) -> Result<Json<CatalogueBody>, ApiError> {
    Ok(Json(CatalogueBody::new(&*in_force(&app, &client).await?)))
}

/// Every procedure.
#[utoipa::path(get, path = "/api/v1/catalogue/procedures", tag = "catalogue", operation_id = "listProcedures",
    summary = "手続の一覧",
    responses((status = 200, description = "全部の手続", body = ProcedureList)))]
pub(crate) async fn procedures(
    State(app): State<AppState>,
    client: Client,
) -> Result<Json<ProcedureList>, ApiError> {
    Ok(Json(ProcedureList::new(&*in_force(&app, &client).await?)))
}

/// One procedure.
#[utoipa::path(get, path = "/api/v1/catalogue/procedures/{procedure}", tag = "catalogue",
    operation_id = "getProcedure", summary = "手続",
    params(("procedure" = String, Path, description = "手続のID（例：TK-01）")),
    responses((status = 200, description = "手続", body = ProcedureBody)))]
pub(crate) async fn procedure(
    State(app): State<AppState>,
    client: Client,
    Path(id): Path<String>,
) -> Result<Json<ProcedureBody>, ApiError> {
    let release = in_force(&app, &client).await?;
    let procedure = release.procedure(&id).ok_or(PageError::NotFound)?;
    Ok(Json(ProcedureBody::new(&release, procedure)))
}

/// Every fact that a situation can hold.
#[utoipa::path(get, path = "/api/v1/catalogue/facts", tag = "catalogue", operation_id = "listFacts",
    summary = "判定に使う事項の一覧",
    responses((status = 200, description = "全部の事項", body = FactList)))]
pub(crate) async fn facts(State(app): State<AppState>, client: Client) -> Result<Json<FactList>, ApiError> {
    Ok(Json(FactList::new(&*in_force(&app, &client).await?)))
}
