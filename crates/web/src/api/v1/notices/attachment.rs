//! `GET /api/v1/notices/{notice_id}/attachments/{attachment}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::api::{ApiError, Client};
use crate::gate::PathId;
use crate::staff::notices::attachment::open;
use crate::state::AppState;

/// A file that came with a notice, as it came. Not given out where somebody of a protected household may be meant.
#[utoipa::path(get, path = "/api/v1/notices/{notice_id}/attachments/{attachment}", tag = "notices",
    operation_id = "getNoticeAttachment", summary = "事前の申請の添付ファイル",
    params(
        ("notice_id" = Uuid, Path, description = "事前の申請のID"),
        ("attachment" = usize, Path, description = "attachments の何番目か（1から）"),
    ),
    responses(
        (status = 200, description = "ファイルのバイト列。種類は中身から決めたもの", body = Vec<u8>,
            content_type = "application/octet-stream"),
        (status = 409, description = "大きすぎて渡せない", body = crate::api::problem::Problem,
            content_type = "application/problem+json"),
    ))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId((id, number)): PathId<(Uuid, usize)>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    Ok(open(&mut tx, &client, id, number).await?.into_response())
}
