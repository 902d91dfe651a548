//! Filled forms of a case.

pub(crate) mod sign;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};

use super::shapes::application::{ApplicationBody, ApplicationItem, ApplicationList, FieldBody};
use crate::api::{ApiError, Client};
use crate::gate::PathId;
use crate::staff::applications::{Paper, find, pdf_response};
use crate::staff::cases::to_look;
use crate::staff::protection::refuse_programs;
use crate::state::AppState;

/// The applications of a case.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/applications", tag = "applications",
    operation_id = "listApplications", summary = "受付の申請書の一覧",
    params(("case_id" = Uuid, Path, description = "受付のID")),
    responses((status = 200, description = "申請書", body = ApplicationList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    PathId(case): PathId<CaseId>,
) -> Result<Json<ApplicationList>, ApiError> {
    let (file, _) = to_look(&app, &client, case).await?;
    Ok(Json(ApplicationList::new(&file)))
}

/// What is printed on one. Stopped by a protective measure, lifted or not: a lift is not passed on.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/applications/{application_id}", tag = "applications",
    operation_id = "getApplication", summary = "申請書の内容",
    params(("case_id" = Uuid, Path, description = "受付のID"), ("application_id" = Uuid, Path, description = "申請書のID")),
    responses((status = 200, description = "申請書と、印字される項目", body = ApplicationBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId((case, id)): PathId<(CaseId, ApplicationId)>,
) -> Result<Json<ApplicationBody>, ApiError> {
    let (file, _) = to_look(&app, &client, case).await?;
    refuse_programs(&file)?;
    let paper = Paper::new(&file, find(&file, id)?, app.fonts())?;
    let fields = paper.laid.fields.iter().map(|field| FieldBody {
        key: field.key.clone(),
        label: field.label.replace('\n', ""),
        value: field.value.clone(),
    });
    Ok(Json(ApplicationBody {
        about: ApplicationItem::new(&file, paper.application),
        case_id: case.0,
        fields: fields.collect(),
    }))
}

/// The paper.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/applications/{application_id}/pdf", tag = "applications",
    operation_id = "getApplicationPdf", summary = "申請書のPDF",
    params(("case_id" = Uuid, Path, description = "受付のID"), ("application_id" = Uuid, Path, description = "申請書のID")),
    responses((status = 200, description = "PDF（PDF/A-2a、PDF/UA-1。自治体の様式は普通のPDF）", body = Vec<u8>,
        content_type = "application/pdf")))]
pub(crate) async fn pdf(
    State(app): State<AppState>,
    client: Client,
    PathId((case, id)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, ApiError> {
    let (file, _) = to_look(&app, &client, case).await?;
    refuse_programs(&file)?;
    let application = find(&file, id)?;
    let paper = Paper::new(&file, application, app.fonts())?;
    let fonts = file.materials.fonts(app.fonts(), application.supplied_font);
    let (title, at) = (paper.laid.title.clone(), application.changed_at);
    Ok(pdf_response(
        &file,
        &[paper.laid],
        &fonts,
        title,
        id.to_string(),
        at,
    )?)
}
