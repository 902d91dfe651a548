//! `POST /api/v1/judgements`: what a household would need, without a case. Nothing is kept.

use axum::Json;
use axum::extract::State;
use madoguchi_guidance::{Situation, judge};
use madoguchi_store::{sections, tenants};
use serde_json::{Value, json};

use super::shapes::guidance::{self, GuidanceBody, JudgementBody};
use crate::api::problem::FieldError;
use crate::api::{ApiError, Client, Sent};
use crate::staff::cases::settings;
use crate::state::AppState;

/// People in one situation at most.
const MOST_PEOPLE: usize = 20;

/// Judges a situation by the catalogue in force on its reference date, with the municipality's changes.
#[utoipa::path(post, path = "/api/v1/judgements", tag = "judgements", operation_id = "makeJudgements",
    summary = "必要な手続の判定（受付を作らない）",
    request_body = guidance::Situation,
    responses((status = 200, description = "判定と、次にきく質問", body = GuidanceBody)))]
pub(crate) async fn judge_situation(
    State(app): State<AppState>,
    client: Client,
    sent: Sent<guidance::Situation>,
) -> Result<Json<GuidanceBody>, ApiError> {
    let sent = sent.value;
    if sent.members.len() > MOST_PEOPLE {
        let text = format!("人は{MOST_PEOPLE}人までです。");
        return Err(ApiError::field("/members", text));
    }
    let on = sent.reference_date.unwrap_or_else(|| app.clock.today());
    let mut tx = client.begin(&app).await?;
    let release = in_force(&app, &mut tx, on).await?;
    let members: Vec<Value> = sent.members.into_iter().map(Value::Object).collect();
    let file = json!({ "events": sent.events, "visit": sent.visit, "members": members });
    let situation = Situation::from_file(&file, on, &release).map_err(|errors| {
        let errors = errors.into_iter().map(|error| FieldError {
            pointer: pointer(&error.path),
            message: format!("{}。{}。", error.problem, error.remedy),
        });
        ApiError::Invalid(errors.collect())
    })?;
    let municipality = tenants::get(&mut tx).await?;
    let sections = sections::list(&mut tx).await?;
    let settings = settings::load(&mut tx, &municipality, &sections, on).await?;
    let guidance =
        judge(&release, &situation, &settings).map_err(|error| ApiError::field("/", format!("{error}。")))?;
    let judgements = guidance.judgements.iter();
    let judgements = judgements
        .map(|judgement| JudgementBody::new(judgement, None))
        .collect();
    Ok(Json(GuidanceBody::new(&guidance, judgements)))
}

async fn in_force(
    app: &AppState,
    tx: &mut madoguchi_store::TenantTx,
    on: chrono::NaiveDate,
) -> Result<std::sync::Arc<madoguchi_guidance::Release>, ApiError> {
    // A day without a release is the sender's mistake, not a fault of ours.
    if let Err(error) = madoguchi_guidance::Release::in_force(on) {
        return Err(ApiError::field("/reference_date", format!("{error}。")));
    }
    Ok(app.catalogues.in_force(tx, on).await?)
}

/// `members[1].health_insurance` as a JSON pointer.
fn pointer(path: &str) -> String {
    if path.starts_with('(') {
        return String::new();
    }
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.flat_map(|part| ["/", part]).collect()
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn a_place_becomes_a_pointer() {
        assert_eq!(
            pointer("members[1].health_insurance"),
            "/members/1/health_insurance"
        );
        assert_eq!(pointer("events"), "/events");
        assert_eq!(pointer("(全体)"), "");
    }
}
