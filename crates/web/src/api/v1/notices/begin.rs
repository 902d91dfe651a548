//! `POST /api/v1/notices/{notice_id}/case`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::wareki;
use uuid::Uuid;

use crate::api::v1::cases::create::refusal;
use crate::api::v1::cases::loaded;
use crate::api::v1::shapes::case::CaseBody;
use crate::api::v1::shapes::notice::NoticeVisitBody;
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::error::PageError;
use crate::gate::PathId;
use crate::staff::reception::by_notice::open_notice;
use crate::state::AppState;

/// Opens a case from a notice whose people have come: by the rules of the reception page, with what the notice tells where
/// nothing else is said. The notice is 来庁済み in the same transaction.
#[utoipa::path(post, path = "/api/v1/notices/{notice_id}/case", tag = "notices", operation_id = "beginCaseFromNotice",
    summary = "事前の申請から受付を作る",
    params(
        ("notice_id" = Uuid, Path, description = "事前の申請のID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = NoticeVisitBody,
    responses((status = 201, description = "作った受付。Location はその場所、ETag は版", body = CaseBody,
        headers(("ETag" = String), ("Location" = String)))))]
pub(crate) async fn begin(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<Uuid>,
    key: Key,
    sent: Sent<NoticeVisitBody>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let said = sent.value.into_case();
    let today = wareki::format_short(app.clock.today());
    let form = said.as_form(&app.random_text::<18>(), &today);
    let resident = said.resident_id.map(|id| id.to_string()).unwrap_or_default();
    let opened = match open_notice(&app, &mut tx, &client, id, &form, &resident).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(refused)) => return Err(refusal(&refused, &form)),
        // The notice itself was found before anybody of the register was looked for.
        Err(PageError::NotFound) if said.resident_id.is_some() && known(&mut tx, id).await? => {
            return Err(ApiError::field("/resident_id", "この住民は見つかりません。"));
        }
        Err(error) => return Err(error.into()),
    };
    let case = opened.case.id;
    let file = loaded(&app, &mut tx, &client, case).await?;
    let answer = Answer::created(format!("/api/v1/cases/{case}"), &CaseBody::new(&file))?;
    once.commit(tx, &client, answer.version(file.case.version)).await
}

async fn known(tx: &mut madoguchi_store::TenantTx, id: Uuid) -> Result<bool, ApiError> {
    Ok(madoguchi_store::portal_notices::get(tx, id).await?.is_some())
}
