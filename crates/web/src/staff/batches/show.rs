//! `GET /prints/{batch}`: how far it is, its files, and what was left out.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use madoguchi_store::print_batches::{self, BatchOutcome, BatchState, LeftOut, Part};
use uuid::Uuid;

use super::{mine, status};
use crate::components::{Banner, Progress, Status, Tone};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::applications::form_title;
use crate::state::AppState;

/// How often a running batch's page comes round by itself, in seconds.
const REFRESH: &str = "5";

#[derive(Template)]
#[template(path = "staff/batches/show.html")]
struct BatchPage {
    chrome: Chrome,
    id: String,
    started: String,
    state: Status,
    progress: Progress,
    running: bool,
    still: bool,
    stuck: Option<Banner>,
    may_open: bool,
    parts: Vec<Part>,
    left_out: Vec<(String, String, String, &'static str)>,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let batch = mine(&mut tx, &officer, id).await?;
    let running = batch.state == BatchState::Running;
    let still = query.has("still");
    let count = |count: i32| usize::try_from(count).unwrap_or(0);
    let page = BatchPage {
        chrome: officer
            .page("一括印刷", Area::Prints)
            .above("一括印刷", "/prints"),
        id: id.to_string(),
        started: time::day_and_clock(batch.started_at),
        state: status(&batch),
        progress: Progress::new(
            "progress",
            "作成した申請書",
            count(batch.done),
            count(batch.total),
        ),
        running,
        still,
        stuck: batch.stuck.then(|| {
            Banner::new(Tone::Error, "処理が止まっています")
                .line("管理者に知らせてください（裏側の処理の画面で、もう一度始められます）。")
        }),
        may_open: officer.may(Resource::PrintBatch, Action::Print),
        parts: print_batches::parts(&mut tx, id).await?,
        left_out: print_batches::left_out(&mut tx, id)
            .await?
            .into_iter()
            .map(left_out)
            .collect(),
    };
    let mut response = Page(page).into_response();
    if running && !still {
        // Works without script, too.
        response.headers_mut().insert(
            HeaderName::from_static("refresh"),
            HeaderValue::from_static(REFRESH),
        );
    }
    Ok(response)
}

fn left_out(paper: LeftOut) -> (String, String, String, &'static str) {
    let why = match paper.outcome {
        BatchOutcome::Restricted => {
            "始めた人が見られない項目（本籍・国籍など）が載っています。見る権限のある課で印刷してください。"
        }
        BatchOutcome::Protected => "支援措置の対象者がいる世帯です。受付の画面から1件ずつ扱ってください。",
        _ => "取り下げられたか、不要になりました。",
    };
    (
        format!("/cases/{}", paper.case_id),
        paper.case_number,
        form_title(&paper.form_id),
        why,
    )
}
