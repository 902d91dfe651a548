//! `POST /api/v1/notices`

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::notices::{look, mapping, take_in};
use madoguchi_link::hex;
use madoguchi_link::portals::Problem;
use sha2::{Digest, Sha256};

use crate::api::problem::FieldError;
use crate::api::v1::shapes::notice::NoticesTaken;
use crate::api::{Answer, ApiError, Client, Key, Query, SentFile};
use crate::state::AppState;

/// The largest file, bytes.
pub(crate) const LIMIT: usize = 64 * 1024 * 1024;

/// Most mistakes that are told at once.
const TOLD: usize = 200;

/// Takes in a portal's file. Something in it that cannot be taken stops the whole file, with every place, unless `partial`
/// says otherwise; an item that cannot be read is left out and told. The same file again changes nothing.
#[utoipa::path(post, path = "/api/v1/notices", tag = "notices", operation_id = "receiveNotices",
    summary = "事前の申請のファイルを取り込む",
    params(
        ("mapping" = String, Query, description = "ファイルの種類（対応表の名前。one_stop_visit など）"),
        ("partial" = Option<bool>, Query, description = "true：取り込めない申請があっても、ほかの申請を取り込む"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
    ),
    request_body(content = Vec<u8>, description = "ファイルのバイト列（CSV、XML、zip）。64MBまで",
        content_type = "application/octet-stream"),
    responses((status = 200, description = "取り込んだ結果", body = NoticesTaken)))]
pub(crate) async fn receive(
    State(app): State<AppState>,
    client: Client,
    query: Query,
    key: Key,
    sent: SentFile,
) -> Result<Response, ApiError> {
    query.only(&["mapping", "partial"])?;
    let unknown = || ApiError::field("mapping", "ファイルの種類（対応表の名前）を入れてください。");
    let mut tx = client.begin(&app).await?;
    let kind = query.one("mapping")?.unwrap_or_default();
    let mapping = mapping(&mut tx, kind).await?.ok_or_else(unknown)?;
    let partial = query
        .parsed(
            "partial",
            |text| text.parse().ok(),
            "true か false にしてください。",
        )?
        .unwrap_or(false);
    if sent.bytes.is_empty() {
        return Err(ApiError::field("", "ファイルが空です。"));
    }
    let found = look(mapping.clone(), sent.bytes.clone())
        .await
        .map_err(|error| ApiError::field("", format!("読み取れませんでした。{error}")))?;
    let refused = found.problems.iter().any(|problem| problem.refused);
    if refused && !partial {
        let told = found.problems.iter().filter(|problem| problem.refused).take(TOLD);
        return Err(ApiError::Invalid(told.map(mistake).collect()));
    }
    let once = match key.claim(&mut tx, &client, sent.sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    let by = Some(client.staff().id);
    let received = take_in(&mut tx, &mapping.id, &sent.bytes, &found, by).await?;
    let digest = hex(&Sha256::digest(&sent.bytes));
    let problems = found.problems.iter().take(TOLD).map(mistake).collect();
    let body = NoticesTaken::new(&received, digest, problems);
    once.commit(tx, &client, Answer::ok(&body)?).await
}

/// The row (or the how-manieth application) and the item as a JSON pointer.
fn mistake(problem: &Problem) -> FieldError {
    let mut pointer = format!("/{}", problem.place);
    if !problem.item.is_empty() {
        pointer.push('/');
        pointer.push_str(&problem.item.replace('~', "~0").replace('/', "~1"));
    }
    FieldError {
        pointer,
        message: problem.problem.clone(),
    }
}
