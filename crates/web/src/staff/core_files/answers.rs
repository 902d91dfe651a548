//! `GET /core-files/answers/{answer_file_id}`: what became of each line of a file of answers.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::core_files::{self, AnswerLine};
use uuid::Uuid;

use super::kinds::require;
use super::words::answer_outcome;
use crate::components::{EmptyState, Status};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page, time};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

/// How many lines one page shows.
const SHOWN: u16 = 200;

#[derive(Template)]
#[template(path = "staff/core_files/answers.html")]
struct AnswersPage {
    chrome: Chrome,
    facts: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    empty: EmptyState,
    more: Option<String>,
}

struct Line {
    number: i64,
    id: String,
    answered: &'static str,
    reason: String,
    at: String,
    outcome: Status,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let file = core_files::answer_file(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    require(&officer, file.section.as_deref(), Action::Complete)?;
    let definition = madoguchi_jobs::core_files::definition(&mut tx, &file.kind)
        .await
        .map_err(PageError::internal)?;
    let title = definition.map_or_else(|| file.kind.clone(), |definition| definition.title);
    let after = query.raw("after").parse().unwrap_or(0);
    let mut lines = core_files::answer_lines(&mut tx, id, after, SHOWN + 1).await?;
    let rest = lines.len() > usize::from(SHOWN);
    lines.truncate(usize::from(SHOWN));
    let last = lines.last().filter(|_| rest);
    let page = AnswersPage {
        chrome: officer
            .page("応答ファイル", Area::CoreFiles)
            .above("業務システムへのファイル", "/core-files")
            .above(title, format!("/core-files/kinds/{}", file.kind)),
        facts: vec![
            ("名前", file.name.clone()),
            ("受け取った日時", time::day_and_clock(file.received_at)),
            ("行", format!("{}行", file.lines)),
            ("確認が必要な行", format!("{}行", file.to_look_at)),
            ("SHA-256", file.digest.clone()),
        ],
        more: last.map(|last| format!("/core-files/answers/{id}?after={}", last.line)),
        lines: lines.iter().map(line).collect(),
        empty: EmptyState::new("行がありません"),
    };
    Ok(Page(page).into_response())
}

fn line(line: &AnswerLine) -> Line {
    Line {
        number: line.line,
        id: line.row.map(|id| id.to_string()).unwrap_or_default(),
        answered: line.answered.map_or("", |answered| answered.label()),
        reason: line.reason.clone(),
        at: line.at.map(time::day_and_clock).unwrap_or_default(),
        outcome: answer_outcome(line.outcome),
    }
}
