//! `GET /core-files`: the kinds of files, and the newest files.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::core_file::CoreRowState;
use madoguchi_store::core_files::{self, CoreFile, FileFilter};

use super::kinds::Kind;
use super::words::{destination_words, schedule_words};
use crate::components::EmptyState;
use crate::error::PageError;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How many files the page lists.
const LISTED: u16 = 50;

#[derive(Template)]
#[template(path = "staff/core_files/list.html")]
struct ListPage {
    chrome: Chrome,
    may_settings: bool,
    kinds: Vec<KindLine>,
    no_kinds: EmptyState,
    files: Vec<FileLine>,
    no_files: EmptyState,
}

struct KindLine {
    href: String,
    title: String,
    section: String,
    to: String,
    when: String,
    waiting: i64,
    by_hand: i64,
    refused: i64,
}

/// A file in a table of files.
pub(super) struct FileLine {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) number: i64,
    pub(super) rows: i32,
    pub(super) made: String,
    pub(super) placed: String,
    pub(super) name: String,
}

impl FileLine {
    pub(super) fn new(file: &CoreFile, title: &str) -> Self {
        Self {
            href: format!("/core-files/{}", file.id),
            title: title.to_owned(),
            number: file.number,
            rows: file.row_count,
            made: time::day_and_clock(file.made_at),
            placed: file
                .placed_at
                .map_or_else(|| "まだ置いていません".to_owned(), time::day_and_clock),
            name: file.name.clone(),
        }
    }
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let kinds = Kind::all(&mut tx, &officer).await?;
    let counts: BTreeMap<(String, CoreRowState), i64> = core_files::counts(&mut tx)
        .await?
        .into_iter()
        .map(|(kind, state, rows)| ((kind, state), rows))
        .collect();
    let destinations = core_files::destinations(&mut tx).await?;
    let everything = officer.may(Resource::CoreDefinition, Action::Edit);
    let filter = FileFilter {
        section: (!everything).then(|| officer.section().code.clone()),
        limit: LISTED,
        ..FileFilter::default()
    };
    let files = core_files::files(&mut tx, &filter).await?;
    let lines = kinds.iter().map(|kind| {
        let id = &kind.definition.id;
        let to = destinations.iter().find(|to| to.kind == *id);
        let count = |state| counts.get(&(id.clone(), state)).copied().unwrap_or(0);
        KindLine {
            href: format!("/core-files/kinds/{id}"),
            title: kind.definition.title.clone(),
            section: kind.section.clone(),
            to: destination_words(&app, to),
            when: schedule_words(to),
            waiting: count(CoreRowState::Waiting),
            by_hand: count(CoreRowState::ByHand),
            refused: count(CoreRowState::Refused),
        }
    });
    let title = |kind: &str| {
        let known = kinds.iter().find(|known| known.definition.id == kind);
        known.map_or_else(|| kind.to_owned(), |known| known.definition.title.clone())
    };
    let page = ListPage {
        chrome: officer
            .page("業務システムへのファイル", Area::CoreFiles)
            .lead("引き継いだ受付を、業務システムが取り込むファイルにします。業務システムの応答も、ここに届きます。"),
        may_settings: everything,
        kinds: lines.collect(),
        no_kinds: EmptyState::new("この課の業務システムへのファイルはありません")
            .line("出力定義は、管理者が決めます。"),
        files: files.iter().map(|file| FileLine::new(file, &title(&file.kind))).collect(),
        no_files: EmptyState::new("まだファイルはありません")
            .line("引継ぎのあと、決まった時刻に、または「今すぐ作る」を押すと作られます。"),
    };
    Ok(Page(page).into_response())
}
