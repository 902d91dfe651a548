//! `GET /admin/imports/sources`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::import_sources::{self, ImportSource, Schedule};

use super::super::words::{manner, target};
use crate::components::{EmptyState, Status, StatusTone};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/imports/sources/list.html")]
struct ListPage {
    chrome: Chrome,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    href: String,
    name: String,
    what: String,
    place: String,
    schedule: String,
    status: Status,
    last: String,
}

/// When a source is looked into, in words.
fn schedule(schedule: Schedule) -> String {
    match schedule {
        Schedule::Every(minutes) => format!("{minutes}分ごと"),
        Schedule::Daily(at) => format!("毎日 {}", at.format("%H:%M")),
    }
}

fn row(source: &ImportSource) -> Row {
    let fields = &source.fields;
    let (tone, word) = match (fields.active, source.last_looked_at, source.last_failed) {
        (false, ..) => (StatusTone::Plain, "止めている"),
        (true, None, _) => (StatusTone::Progress, "これから"),
        (true, Some(_), true) => (StatusTone::Error, "失敗"),
        (true, Some(_), false) => (StatusTone::Done, "正常"),
    };
    let at = source.last_looked_at.map(time::day_and_clock).unwrap_or_default();
    Row {
        href: format!("/admin/imports/sources/{}", source.id),
        name: fields.name.clone(),
        what: format!("{}　{}", target(fields.target), manner(fields.full, false)),
        place: [&*fields.place, &fields.folder, &fields.file_names]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" / "),
        schedule: schedule(fields.schedule),
        status: Status::new(tone, word),
        last: format!("{at}　{}", source.last_outcome.clone().unwrap_or_default()),
    }
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sources = import_sources::list(&mut tx).await?;
    let page = ListPage {
        chrome: officer
            .page("取込元", Area::Imports)
            .above("データ取込み", "/admin/imports")
            .lead("決まった時刻や間隔で見に行き、置かれたファイルを自動で取り込む場所です。"),
        rows: sources.iter().map(row).collect(),
        empty: EmptyState::new("取込元はありません")
            .line("ファイルは、画面かサーバーのコマンドで取り込みます。"),
    };
    Ok(Page(page).into_response())
}
