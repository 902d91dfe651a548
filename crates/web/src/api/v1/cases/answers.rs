//! `POST /api/v1/cases/{case_id}/answers`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use madoguchi_guidance::{Answer as GivenAnswer, FactKey};
use madoguchi_model::ids::CaseId;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::create::loaded;
use super::judgements::guidance;
use crate::api::problem::FieldError;
use crate::api::v1::shapes::guidance::GuidanceBody;
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::gate::PathId;
use crate::staff::cases::{CaseFile, change_in};
use crate::staff::interview::by_program;
use crate::state::AppState;

/// Answers in one request at most.
const MOST: usize = 500;

/// Answers to questions.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// By the key of the fact: `true`/`false`, the id of a choice, a date as text, `"not_known"`, or `null` to take an
    /// answer back.
    #[schema(value_type = Object, example = json!({"visit/whole_household": true}))]
    answers: BTreeMap<String, Value>,
}

/// Saves answers of an open case; the judgements follow. Signatures on applications that change lose their force.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/answers", tag = "cases", operation_id = "answerCase",
    summary = "聞き取りの回答を入れる",
    params(
        ("case_id" = Uuid, Path, description = "受付のID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = Answers,
    responses((status = 200, description = "新しい判定と、次にきく質問", body = GuidanceBody)))]
pub(crate) async fn answer(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<CaseId>,
    key: Key,
    sent: Sent<Answers>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let file = change_in(&app, &mut tx, &client, id).await?;
    let given = read(&file, &sent.value.answers)?;
    by_program::save(&app, &mut tx, &client, &file, given).await?;
    let file = loaded(&app, &mut tx, &client, id).await?;
    once.commit(tx, &client, Answer::ok(&guidance(&file))?).await
}

fn read(
    file: &CaseFile,
    sent: &BTreeMap<String, Value>,
) -> Result<BTreeMap<FactKey, Option<GivenAnswer>>, ApiError> {
    if sent.len() > MOST {
        let text = format!("一度に{MOST}件までです。");
        return Err(ApiError::field("/answers", text));
    }
    let (mut given, mut errors) = (BTreeMap::new(), Vec::new());
    for (key, value) in sent {
        match by_program::read(file, key, value) {
            Ok((key, answer)) => {
                given.insert(key, answer);
            }
            Err(message) => errors.push(FieldError {
                pointer: format!("/answers/{}", key.replace('~', "~0").replace('/', "~1")),
                message,
            }),
        }
    }
    if errors.is_empty() {
        Ok(given)
    } else {
        Err(ApiError::Invalid(errors))
    }
}
