//! `POST /api/v1/cases`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_model::resident::ResidentState;
use madoguchi_model::wareki;
use madoguchi_store::edit_leases;
use madoguchi_store::residents::ResidentHit;

use crate::api::problem::FieldError;
use crate::api::v1::shapes::case::CaseBody;
use crate::api::v1::shapes::reception::{NewCaseBody, pointer};
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::staff::cases::CaseFile;
use crate::staff::reception::open::{Refused, open_sent};
use crate::state::AppState;

/// Opens a case, by the same rules as the reception page. Answers, applications and the hand-off follow.
#[utoipa::path(post, path = "/api/v1/cases", tag = "cases", operation_id = "createCase", summary = "受付を作る",
    params(("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）")),
    request_body = NewCaseBody,
    responses((status = 201, description = "作った受付。Location はその場所、ETag は版", body = CaseBody,
        headers(("ETag" = String), ("Location" = String)))))]
pub(crate) async fn create(
    State(app): State<AppState>,
    client: Client,
    key: Key,
    sent: Sent<NewCaseBody>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let body = sent.value;
    let today = wareki::format_short(app.clock.today());
    let form = body.as_form(&app.random_text::<18>(), &today);
    let resident = body.resident_id.map(|id| id.to_string()).unwrap_or_default();
    let opened = open_sent(&app, &mut tx, &client, &form, (&resident, body.arriving()));
    let opened = match opened.await {
        Ok(Ok(opened)) => opened,
        Ok(Err(refused)) => return Err(refusal(&refused, &form)),
        Err(PageError::NotFound) => {
            return Err(ApiError::field("/resident_id", "この住民は見つかりません。"));
        }
        Err(error) => return Err(error.into()),
    };
    let id = opened.case.id;
    let file = loaded(&app, &mut tx, &client, id).await?;
    let answer = Answer::created(format!("/api/v1/cases/{id}"), &CaseBody::new(&file))?;
    once.commit(tx, &client, answer.version(file.case.version)).await
}

/// The case as it is now, free for others to edit.
pub(crate) async fn loaded(
    app: &AppState,
    tx: &mut madoguchi_store::TenantTx,
    client: &Client,
    id: CaseId,
) -> Result<CaseFile, ApiError> {
    edit_leases::release(tx, id, client.staff().id).await?;
    Ok(CaseFile::load(app, tx, client, id).await?)
}

/// What was refused, by where it stands in what was sent.
pub(crate) fn refusal(refused: &Refused, form: &FormData) -> ApiError {
    let errors = match refused {
        Refused::Mistakes(errors) => errors.pairs().map(mistake).collect(),
        Refused::Similar(hits, _) => hits.iter().filter_map(|hit| undecided(hit, form)).collect(),
    };
    ApiError::Invalid(errors)
}

fn mistake((field, message): (&str, &str)) -> FieldError {
    FieldError {
        pointer: pointer(field),
        message: message.to_owned(),
    }
}

/// By id: an error names nobody.
fn undecided(hit: &ResidentHit, form: &FormData) -> Option<FieldError> {
    let id = hit.id;
    let (pointer, message) = match (form.raw(&format!("similar-{id}")), hit.state) {
        ("other", _) | ("same", ResidentState::MovedOut | ResidentState::Removed) => return None,
        ("same", _) => (
            "/same_people",
            format!(
                "住民（{id}）は、いま住民登録があるか亡くなった人のため、転入する人と同じ人にはできません。"
            ),
        ),
        _ => (
            "/other_people",
            format!(
                "よく似た住民（{id}）がいます。確かめて、違う人なら other_people に、同じ人なら same_people に入れてください。"
            ),
        ),
    };
    Some(FieldError {
        pointer: pointer.to_owned(),
        message,
    })
}
