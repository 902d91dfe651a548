//! `POST /api/v1/cases/{case_id}/applications`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;

use super::create::loaded;
use crate::api::v1::shapes::application::ApplicationList;
use crate::api::v1::shapes::queue_item::Nothing;
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::gate::PathId;
use crate::staff::applications;
use crate::staff::cases::change_in;
use crate::staff::protection::refuse_programs;
use crate::state::AppState;

/// Makes the applications of an open case exactly those that are needed. Stopped by a protective measure, lifted or not.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/applications", tag = "applications",
    operation_id = "prepareApplications", summary = "必要な申請書を作る",
    params(
        ("case_id" = Uuid, Path, description = "受付のID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = Nothing,
    responses((status = 200, description = "作った後の申請書の一覧", body = ApplicationList)))]
pub(crate) async fn prepare(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<CaseId>,
    key: Key,
    sent: Sent<Nothing>,
) -> Result<Response, ApiError> {
    let Nothing {} = sent.value;
    let mut tx = client.begin(&app).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let file = change_in(&app, &mut tx, &client, id).await?;
    refuse_programs(&file)?;
    applications::make(&mut tx, &client, &file).await?;
    let file = loaded(&app, &mut tx, &client, id).await?;
    let answer = Answer::ok(&ApplicationList::new(&file))?;
    once.commit(tx, &client, answer).await
}
