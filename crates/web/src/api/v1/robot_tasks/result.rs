//! `POST /api/v1/robot-tasks/{robot_task_id}/result`

use axum::extract::State;
use axum::response::Response;
use madoguchi_link::robots::LONGEST_TEXT;
use madoguchi_model::ids::{RobotLeaseId, RobotTaskId};
use madoguchi_model::robot_task::RobotAnswer;
use madoguchi_store::robot_tasks::{self, Holder, LeaseError, Screenshot};

use super::find;
use super::picture::{LARGEST, Picture};
use crate::api::v1::shapes::robot_task::{ResultKind, RobotResult, RobotTaskBody};
use crate::api::{Answer, ApiError, Client, Key, Sent};
use crate::gate::PathId;
use crate::policy::Action;
use crate::state::AppState;

/// The largest request, bytes: a picture in base64, and the rest.
pub(crate) const LIMIT: usize = LARGEST / 3 * 4 + 64 * 1024;

/// Says how it ended. With `done` the core system's number stands in the case's history; when it was the section's last
/// task, its work becomes 仮登録済み. With `failed` the task is tried again after a while, or held when it failed too often.
#[utoipa::path(post, path = "/api/v1/robot-tasks/{robot_task_id}/result", tag = "robots",
    operation_id = "answerRobotTask", summary = "作業の結果を返す",
    params(
        ("robot_task_id" = Uuid, Path, description = "作業のID（引継ぎID）"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body = RobotResult,
    responses((status = 200, description = "結果の入った作業。ETag は新しい版", body = RobotTaskBody,
        headers(("ETag" = String)))))]
pub(crate) async fn result(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<RobotTaskId>,
    key: Key,
    sent: Sent<RobotResult>,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    find(&mut tx, &client, id, Action::Complete).await?;
    let RobotResult {
        lease,
        result,
        number,
        reason,
        screenshot,
    } = sent.value;
    let answer = said(result, &number, &reason)?;
    let picture = screenshot.as_ref().map(Picture::read).transpose()?;
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let held = (id, RobotLeaseId(lease), Holder::Client(client.settings().id));
    let picture = picture.as_ref().map(|picture| Screenshot {
        bytes: &picture.bytes,
        media_type: picture.media_type,
    });
    match robot_tasks::answer(&mut tx, held, &answer, picture, client.staff().id).await {
        Ok(task) => {
            let answer = Answer::ok(&RobotTaskBody::new(&task, None))?.version(task.version);
            once.commit(tx, &client, answer).await
        }
        Err(LeaseError::Lost) => {
            tx.roll_back().await?;
            // What was typed after all must not be typed again unseen.
            let mut tx = client.begin(&app).await?;
            robot_tasks::note_late(&mut tx, held, &answer).await?;
            tx.commit().await?;
            Err(ApiError::LeaseLost)
        }
        Err(LeaseError::Change(error)) => Err(error.into()),
    }
}

/// What the robot says; or what of it contradicts itself.
fn said(result: ResultKind, number: &str, reason: &str) -> Result<RobotAnswer, ApiError> {
    let (number, reason) = (number.trim(), reason.trim());
    for (pointer, text) in [("/number", number), ("/reason", reason)] {
        if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
            let words = format!("改行などのない、{LONGEST_TEXT}文字までの文にしてください。");
            return Err(ApiError::field(pointer, words));
        }
    }
    let done = result == ResultKind::Done;
    let (needed, other, pointers) = if done {
        (number, reason, ("/number", "/reason"))
    } else {
        (reason, number, ("/reason", "/number"))
    };
    if needed.is_empty() {
        let words = if done {
            "done のときは、業務システムが出した番号を入れてください。"
        } else {
            "refused と failed のときは、起きたことを入れてください。住所や氏名は書かないでください。"
        };
        return Err(ApiError::field(pointers.0, words));
    }
    if !other.is_empty() {
        return Err(ApiError::field(
            pointers.1,
            "この結果のときは、空にしてください。",
        ));
    }
    let text = needed.to_owned();
    Ok(match result {
        ResultKind::Done => RobotAnswer::Done(text),
        ResultKind::Refused => RobotAnswer::Refused(text),
        ResultKind::Failed => RobotAnswer::Failed(text),
    })
}
