//! `GET /api/v1/notices/{notice_id}`

use axum::Json;
use axum::extract::State;
use madoguchi_store::portal_notices;
use uuid::Uuid;

use crate::api::v1::shapes::notice::NoticeBody;
use crate::api::{ApiError, Client};
use crate::error::PageError;
use crate::gate::PathId;
use crate::staff::notices::Known;
use crate::state::AppState;

/// Everything that was told, and who of the register it may be: nobody has checked that. Where somebody of a protected
/// household may be meant, nothing of where people are is sent.
#[utoipa::path(get, path = "/api/v1/notices/{notice_id}", tag = "notices", operation_id = "getNotice",
    summary = "事前の申請と、住民記録でその人かもしれない人",
    params(("notice_id" = Uuid, Path, description = "事前の申請のID")),
    responses((status = 200, description = "事前の申請", body = NoticeBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<Uuid>,
) -> Result<Json<NoticeBody>, ApiError> {
    let mut tx = client.begin(&app).await?;
    let notice = portal_notices::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let known = Known::of(&mut tx, &client, &notice.prepared).await?;
    Ok(Json(NoticeBody::new(&notice, &known)))
}
