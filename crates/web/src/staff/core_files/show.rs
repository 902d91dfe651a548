//! `GET /core-files/{core_file_id}`: one file, and how far each of its rows is.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::StaffId;
use madoguchi_store::{core_files, staff};
use uuid::Uuid;

use super::kinds::find_file;
use super::words::{RowLine, destination_words};
use crate::components::{Banner, Tone};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Relation, Resource, may};
use crate::session::Officer;
use crate::state::AppState;

/// How many rows one page shows.
const SHOWN: u16 = 200;

#[derive(Template)]
#[template(path = "staff/core_files/show.html")]
struct ShowPage {
    chrome: Chrome,
    href: String,
    facts: Vec<(&'static str, String)>,
    stopped: Option<Banner>,
    may_save: bool,
    may_send: bool,
    /// None for those who only keep the settings.
    rows: Option<Vec<RowLine>>,
    more: Option<String>,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let file = find_file(&mut tx, &officer, id, Action::View).await?;
    let definition = madoguchi_jobs::core_files::definition(&mut tx, &file.kind)
        .await
        .map_err(PageError::internal)?;
    let title = definition.map_or_else(|| file.kind.clone(), |definition| definition.title);
    let to = core_files::destination(&mut tx, &file.kind).await?;
    let protected = core_files::is_protected(&mut tx, id).await?;
    let relation = if officer.section().code == file.section {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    };
    let allowed = |action| may(officer.role(), relation, Resource::CoreFile, action);
    let by = match file.made_by {
        Some(by) => staff::get(&mut tx, StaffId(by))
            .await?
            .map(|person| person.display_name),
        None => None,
    };
    let href = format!("/core-files/{id}");
    let (mut rows, mut more) = (None, None);
    if allowed(Action::Print) {
        let after = query.raw("after").parse().unwrap_or(0);
        let mut found = core_files::rows_of_file(&mut tx, id, after, SHOWN + 1).await?;
        let rest = found.len() > usize::from(SHOWN);
        found.truncate(usize::from(SHOWN));
        more = found
            .last()
            .filter(|_| rest)
            .and_then(|last| last.line)
            .map(|line| format!("{href}?after={line}"));
        rows = Some(found.iter().map(RowLine::new).collect());
    }
    let page = ShowPage {
        chrome: officer
            .page(format!("{title} 第{}号", file.number), Area::CoreFiles)
            .above("業務システムへのファイル", "/core-files")
            .above(title, format!("/core-files/kinds/{}", file.kind)),
        facts: vec![
            ("ファイル名", file.name.clone()),
            ("行", format!("{}行", file.row_count)),
            ("作った日時", time::day_and_clock(file.made_at)),
            ("作った人", by.unwrap_or_else(|| "自動".into())),
            (
                "置いた日時",
                file.placed_at
                    .map_or_else(|| "まだ置いていません".into(), time::day_and_clock),
            ),
            ("置き場", destination_words(&app, to.as_ref())),
            ("SHA-256", file.digest.clone()),
        ],
        stopped: protected.then(stopped),
        may_save: allowed(Action::Print) && !protected,
        may_send: allowed(Action::Edit) && to.is_some() && !protected,
        rows,
        more,
        href,
    };
    Ok(Page(page).into_response())
}

fn stopped() -> Banner {
    Banner::new(Tone::Alert, "このファイルは、もう出せません")
        .line("ファイルに載っている受付に、支援措置の対象になった人がいます。業務システムには、手作業で引き継いでください。")
}
