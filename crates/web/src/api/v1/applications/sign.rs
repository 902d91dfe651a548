//! `POST /api/v1/cases/{case_id}/applications/{application_id}/signature`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::signatures::{self, NewSignature};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::v1::cases::loaded;
use crate::api::v1::shapes::application::ApplicationList;
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::gate::PathId;
use crate::staff::applications::find;
use crate::staff::cases::change_in;
use crate::staff::protection::refuse_programs;
use crate::state::AppState;

/// What was signed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignedPrint {
    /// The application's `version` that was on the print.
    version: i32,
}

/// Records that the visitor signed the print of an application. If the application changes afterwards, the signature
/// loses its force.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/applications/{application_id}/signature", tag = "applications",
    operation_id = "signApplication", summary = "印刷した申請書に署名があったことを記録する",
    params(
        ("case_id" = Uuid, Path, description = "受付のID"),
        ("application_id" = Uuid, Path, description = "申請書のID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = SignedPrint,
    responses((status = 200, description = "署名した後の申請書の一覧", body = ApplicationList)))]
pub(crate) async fn sign(
    State(app): State<AppState>,
    client: Client,
    PathId((case, id)): PathId<(CaseId, ApplicationId)>,
    key: Key,
    sent: Sent<SignedPrint>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let file = change_in(&app, &mut tx, &client, case).await?;
    refuse_programs(&file)?;
    let new = NewSignature {
        strokes: None,
        signer: file.visitor_name().to_owned(),
        application_version: sent.value.version,
    };
    let id = find(&file, id)?.id;
    signatures::sign(&mut tx, id, &new, client.staff().id).await?;
    let file = loaded(&app, &mut tx, &client, case).await?;
    once.commit(tx, &client, Answer::ok(&ApplicationList::new(&file))?)
        .await
}
