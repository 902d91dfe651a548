//! `POST /api/v1/cases/{case_id}/hand-off`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::hand_offs;
use serde::Deserialize;
use utoipa::ToSchema;

use super::create::loaded;
use crate::api::problem::FieldError;
use crate::api::v1::shapes::case::CaseBody;
use crate::api::{Answer, ApiError, Client, IfMatch, Key, Sent};
use crate::gate::PathId;
use crate::staff::cases::change_in;
use crate::staff::hand_off::{look, section_items};
use crate::state::AppState;

/// What is confirmed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOffBody {
    /// The alerts of an earlier answer were looked at. Without it, alerts stop the hand-off.
    #[serde(default)]
    confirmed: bool,
}

/// Hands an open case off to the sections. What stops it on the page stops it here.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/hand-off", tag = "cases", operation_id = "handOffCase",
    summary = "担当課へ引き継ぐ",
    params(
        ("case_id" = Uuid, Path, description = "受付のID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
        ("If-Match" = String, Header, description = "読んだときの受付の ETag"),
    ),
    request_body = HandOffBody,
    responses((status = 200, description = "引き継いだ受付", body = CaseBody, headers(("ETag" = String)))))]
pub(crate) async fn hand_off(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<CaseId>,
    IfMatch(version): IfMatch,
    key: Key,
    sent: Sent<HandOffBody>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let file = change_in(&app, &mut tx, &client, id).await?;
    let (items, unknown) = section_items(&file);
    let (errors, alerts) = look(&file, &unknown);
    let stops = errors
        .into_iter()
        .chain(alerts.into_iter().filter(|_| !sent.value.confirmed));
    let stops: Vec<FieldError> = stops
        .map(|message| FieldError {
            pointer: String::new(),
            message,
        })
        .collect();
    if !stops.is_empty() {
        return Err(ApiError::Invalid(stops));
    }
    hand_offs::create(&mut tx, id, version, &items, client.staff().id).await?;
    let file = loaded(&app, &mut tx, &client, id).await?;
    let answer = Answer::ok(&CaseBody::new(&file))?.version(file.case.version);
    once.commit(tx, &client, answer).await
}
