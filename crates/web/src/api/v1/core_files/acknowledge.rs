//! `POST /api/v1/core-files/{core_file_id}/acknowledgements`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_link::hex;
use madoguchi_model::clock::in_japan;
use madoguchi_model::core_file::{AnswerOutcome, Answered};
use madoguchi_store::TenantTx;
use madoguchi_store::core_files::{self, CoreRow, NewAnswers, receive};
use serde_json::json;
use uuid::Uuid;

use crate::api::problem::FieldError;
use crate::api::v1::shapes::core_file::{
    Acknowledged, AcknowledgedAs, AcknowledgedRow, Acknowledgement, Acknowledgements,
};
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::Action;
use crate::staff::core_files::find_file;
use crate::state::AppState;

/// The most answers at once: as many as a file has rows.
const MOST: usize = 5_000;
/// Longest reason, in characters.
const REASON: usize = 500;

/// Takes what a core system says of rows of a file. The order of answers and their repetition do not matter: of two final
/// answers the later by the core system's clock stands.
#[utoipa::path(post, path = "/api/v1/core-files/{core_file_id}/acknowledgements", tag = "core-files",
    operation_id = "acknowledgeCoreFile", summary = "ファイルの行に応答する（仮登録・受理・不受理）",
    params(
        ("core_file_id" = Uuid, Path, description = "ファイルのID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = Acknowledgements,
    responses((status = 200, description = "応答ごとの結果", body = Acknowledged)))]
pub(crate) async fn acknowledge(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<Uuid>,
    key: Key,
    sent: Sent<Acknowledgements>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let file = find_file(&mut tx, &client, id, Action::Complete).await?;
    let given = sent.value.answers;
    let known = rows(&mut tx, id).await?;
    check(&given, &known, tx.now())?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let definition = madoguchi_jobs::core_files::definition(&mut tx, &file.kind)
        .await
        .map_err(PageError::internal)?;
    let answers: Vec<core_files::Answer> = given.iter().zip(1..).map(answer).collect();
    let name = format!(
        "API 第{}号への応答 {}",
        file.number,
        in_japan(tx.now()).format("%Y-%m-%d %H:%M")
    );
    let new = NewAnswers {
        kind: &file.kind,
        section: &file.section,
        title: definition
            .as_ref()
            .map_or(&file.kind, |definition| &definition.title),
        name: &name,
        digest: &hex(&sent.sha256),
        answers: &answers,
        unreadable: &[],
        by: Some(client.staff().id),
    };
    let received = receive(&mut tx, &new).await?;
    client.tell("answers", json!(received.id));
    let body = told(&mut tx, id, received.id, received.already, &given).await?;
    once.commit(tx, &client, Answer::ok(&body)?).await
}

async fn rows(tx: &mut TenantTx, file: Uuid) -> Result<BTreeMap<Uuid, CoreRow>, ApiError> {
    let most = u16::try_from(MOST).map_err(PageError::internal)?;
    let rows = core_files::rows_of_file(tx, file, 0, most).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn check(
    given: &[Acknowledgement],
    known: &BTreeMap<Uuid, CoreRow>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    if given.is_empty() || given.len() > MOST {
        let told = format!("応答を1〜{MOST}件入れてください。");
        return Err(ApiError::field("/answers", told));
    }
    let mut errors = Vec::new();
    let mut tell = |at: usize, item: &str, message: &str| {
        errors.push(FieldError {
            pointer: format!("/answers/{at}/{item}"),
            message: message.to_owned(),
        });
    };
    for (at, answer) in given.iter().enumerate() {
        if !known.contains_key(&answer.row_id) {
            tell(at, "row_id", "この行は、このファイルにありません。");
        }
        let reason = answer.reason.trim();
        if answer.result == AcknowledgedAs::Refused && reason.is_empty() {
            tell(at, "reason", "不受理（refused）には、理由が要ります。");
        }
        if reason.chars().count() > REASON || reason.chars().any(char::is_control) {
            tell(
                at,
                "reason",
                "500文字までで、改行などの制御文字を入れないでください。",
            );
        }
        if answer.at > now + TimeDelta::days(1) {
            tell(at, "at", "先の日時です。業務システムの時計を確かめてください。");
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::Invalid(errors))
    }
}

fn answer((given, line): (&Acknowledgement, u64)) -> core_files::Answer {
    core_files::Answer {
        line,
        row: given.row_id,
        answered: match given.result {
            AcknowledgedAs::Provisional => Answered::Provisional,
            AcknowledgedAs::Accepted => Answered::Accepted,
            AcknowledgedAs::Refused => Answered::Refused,
        },
        reason: given.reason.trim().to_owned(),
        at: given.at,
    }
}

/// The outcomes, by line, with the rows as they stand now.
async fn told(
    tx: &mut TenantTx,
    file: Uuid,
    answers: Uuid,
    already: bool,
    given: &[Acknowledgement],
) -> Result<Acknowledged, ApiError> {
    let most = u16::try_from(MOST).map_err(PageError::internal)?;
    let lines = core_files::answer_lines(tx, answers, 0, most).await?;
    let rows = rows(tx, file).await?;
    let results = given.iter().zip(&lines).map(|(given, line)| AcknowledgedRow {
        row_id: given.row_id,
        outcome: if already {
            AnswerOutcome::Repeated.code()
        } else {
            line.outcome.code()
        },
        state: rows.get(&given.row_id).map_or("", |row| row.state.code()),
    });
    Ok(Acknowledged {
        already,
        results: results.collect(),
    })
}
