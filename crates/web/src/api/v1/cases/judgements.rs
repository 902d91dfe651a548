//! `GET /api/v1/cases/{case_id}/judgements`

use axum::Json;
use axum::extract::State;
use madoguchi_guidance::JudgementResult;
use madoguchi_model::ids::CaseId;
use madoguchi_store::overrules::OverruledTo;

use crate::api::v1::shapes::guidance::{GuidanceBody, JudgementBody};
use crate::api::{ApiError, Client};
use crate::gate::PathId;
use crate::staff::cases::{CaseFile, to_look};
use crate::staff::judgements::Decided;
use crate::state::AppState;

/// What a case needs, why, and what is still to be asked.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/judgements", tag = "cases", operation_id = "getCaseJudgements",
    summary = "受付の判定",
    params(("case_id" = Uuid, Path, description = "受付のID")),
    responses((status = 200, description = "判定と、次にきく質問", body = GuidanceBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<CaseId>,
) -> Result<Json<GuidanceBody>, ApiError> {
    let (file, _) = to_look(&app, &client, id).await?;
    Ok(Json(guidance(&file)))
}

/// What was judged, with what officers decided.
pub(super) fn guidance(file: &CaseFile) -> GuidanceBody {
    let judgements = file.decided().iter().map(|one| body(file, one)).collect();
    GuidanceBody::new(&file.guidance, judgements)
}

fn body(file: &CaseFile, decided: &Decided<'_>) -> JudgementBody {
    let overruled = decided.overrule.map(|overrule| match overrule.result {
        OverruledTo::Required => JudgementResult::Required,
        OverruledTo::NotRequired => JudgementResult::NotRequired,
    });
    let judgement = decided.judgement;
    JudgementBody::new(judgement, overruled).without(judgement, |fact| file.hides(fact))
}
