//! `GET /core-files/kinds/{kind}`: one kind of file: where it goes, what waits, what needs somebody, files and answers.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::core_file::CoreRowState;
use madoguchi_store::TenantTx;
use madoguchi_store::core_files::{self, AnswerFile, AnswerFileFilter, FileFilter, RowFilter};

use super::kinds::{Kind, find_kind};
use super::list::FileLine;
use super::words::{RowLine, destination_words, schedule_words};
use crate::components::{Banner, EmptyState, FormErrors, Status, StatusTone, Tone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How many of each thing the page shows.
const SHOWN: u16 = 100;

#[derive(Template)]
#[template(path = "staff/core_files/kind.html")]
pub(super) struct KindPage {
    chrome: Chrome,
    href: String,
    definition_href: String,
    settings_href: Option<String>,
    facts: Vec<(&'static str, String)>,
    failed: Option<Banner>,
    counts: Vec<(Status, i64)>,
    waiting: i64,
    may_make: bool,
    may_look: bool,
    /// None for those who only keep the settings.
    people: Option<People>,
    files: Vec<FileLine>,
    no_files: EmptyState,
}

/// What the section alone sees.
struct People {
    by_hand: Vec<RowLine>,
    refused: Vec<RowLine>,
    answers: Vec<AnswersLine>,
    file_error: String,
}

struct AnswersLine {
    href: String,
    name: String,
    received: String,
    lines: i64,
    state: Status,
}

fn answers_line(file: &AnswerFile) -> AnswersLine {
    AnswersLine {
        href: format!("/core-files/answers/{}", file.id),
        name: file.name.clone(),
        received: time::day_and_clock(file.received_at),
        lines: file.lines,
        state: if file.to_look_at > 0 {
            Status::new(StatusTone::Alert, format!("確認が必要 {}行", file.to_look_at))
        } else {
            Status::new(StatusTone::Done, "反映済み")
        },
    }
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<String>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let kind = find_kind(&mut tx, &officer, &id, Resource::CoreFile, Action::View).await?;
    let page = KindPage::load(&app, &mut tx, &officer, &kind, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl KindPage {
    /// The page with what is wrong with a file of answers.
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        kind: &Kind,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let id = &kind.definition.id;
        let to = core_files::destination(tx, id).await?;
        let editions = core_files::editions(tx, id).await?;
        let counts: Vec<(CoreRowState, i64)> = core_files::counts(tx)
            .await?
            .into_iter()
            .filter(|(of, ..)| of == id)
            .map(|(_, state, rows)| (state, rows))
            .collect();
        let filter = FileFilter {
            kind: Some(id.clone()),
            limit: SHOWN,
            ..FileFilter::default()
        };
        let files = core_files::files(tx, &filter).await?;
        let mut facts = vec![
            ("課", kind.section.clone()),
            (
                "出力定義",
                match editions.first() {
                    Some(newest) if newest.own => format!("自治体の定義 第{}版", newest.edition),
                    _ => "備え付け".into(),
                },
            ),
            ("置き場", destination_words(app, to.as_ref())),
            ("いつ", schedule_words(to.as_ref())),
        ];
        let looks = to.as_ref().and_then(|to| to.fields.answers_folder.clone());
        facts.push((
            "応答ファイル",
            match &looks {
                Some(folder) => format!("置き場の「{folder}」から読みます"),
                None => "画面で受け取ります".into(),
            },
        ));
        let mut failed = None;
        if let Some(to) = &to {
            facts.extend(to.next_at.map(|at| ("次に作る日時", time::day_and_clock(at))));
            if let Some((at, outcome)) = &to.looked {
                let told = format!("{}　{outcome}", time::day_and_clock(*at));
                if to.look_failed {
                    failed = Some(Banner::new(Tone::Error, "応答ファイルを読めませんでした").line(told));
                } else {
                    facts.push(("前に応答を見た結果", told));
                }
            }
        }
        let may = |action| officer.require(kind.relation, Resource::CoreFile, action).is_ok();
        let waiting = counts.iter().find(|(state, _)| *state == CoreRowState::Waiting);
        let waiting = waiting.map_or(0, |(_, rows)| *rows);
        let settings = officer.may(Resource::CoreDefinition, Action::Edit);
        Ok(Self {
            chrome: officer
                .page(kind.definition.title.clone(), Area::CoreFiles)
                .above("業務システムへのファイル", "/core-files")
                .errors(errors),
            href: format!("/core-files/kinds/{id}"),
            definition_href: format!("/core-files/kinds/{id}/definition"),
            settings_href: settings.then(|| format!("/admin/core-files/{id}")),
            facts,
            failed,
            counts: counts
                .into_iter()
                .map(|(state, rows)| (super::words::row_state(state), rows))
                .collect(),
            waiting,
            may_make: may(Action::Create),
            may_look: looks.is_some() && may(Action::Create),
            people: if may(Action::Complete) {
                Some(people(tx, id, errors).await?)
            } else {
                None
            },
            files: files
                .iter()
                .map(|file| FileLine::new(file, &kind.definition.title))
                .collect(),
            no_files: EmptyState::new("まだファイルはありません"),
        })
    }
}

async fn people(tx: &mut TenantTx, kind: &str, errors: &FormErrors) -> Result<People, PageError> {
    let mut lines = Vec::new();
    for state in [CoreRowState::ByHand, CoreRowState::Refused] {
        let filter = RowFilter {
            kind: Some(kind.to_owned()),
            states: vec![state],
            limit: SHOWN,
            ..RowFilter::default()
        };
        let rows = core_files::rows(tx, &filter).await?;
        lines.push(rows.iter().map(RowLine::new).collect::<Vec<_>>());
    }
    let refused = lines.pop().unwrap_or_default();
    let by_hand = lines.pop().unwrap_or_default();
    let filter = AnswerFileFilter {
        kind: Some(kind.to_owned()),
        limit: SHOWN,
        ..AnswerFileFilter::default()
    };
    let answers = core_files::answer_files(tx, &filter).await?;
    Ok(People {
        by_hand,
        refused,
        answers: answers.iter().map(answers_line).collect(),
        file_error: errors.on("file").unwrap_or_default().to_owned(),
    })
}
