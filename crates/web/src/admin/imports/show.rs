//! `GET /admin/imports/{run_id}`: how far an import is, and then what came of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use madoguchi_import::Target;
use madoguchi_model::ids::{ImportRunId, StaffId};
use madoguchi_store::imports::{self, Run, RunProgress, RunState};

use super::view::RunView;
use super::words::{is_cut_off, manner, names, number, size, source, status, target};
use crate::components::{Banner, Status, Tone};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How often the page of a running import comes round by itself, in seconds.
const REFRESH: &str = "3";

#[derive(Template)]
#[template(path = "admin/imports/show.html")]
struct ShowPage {
    chrome: Chrome,
    href: String,
    status: Status,
    facts: Vec<(&'static str, String)>,
    notice: Option<Banner>,
    far: Option<Far>,
    still: bool,
    may_cancel: bool,
    /// What can be done next with the same file.
    next: Option<Next>,
    result: Option<RunView>,
}

/// How far it is.
struct Far {
    waiting: bool,
    percent: Option<u64>,
    rows: String,
    pace: String,
    switched: String,
}

struct Next {
    text: &'static str,
    /// People would go; leave has to be given for it.
    needs_leave: bool,
    try_again: bool,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportRunId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let run = imports::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let (names, now) = (names(&mut tx).await?, tx.now());
    let href = format!("/admin/imports/{id}");
    // One that was cut off and that the background can go on with comes round, too.
    let running = run.state.is_open() && (!is_cut_off(&run, now) || run.stored.is_some());
    let still = query.has("still");
    let ended = matches!(run.state, RunState::Applied | RunState::Tried | RunState::Refused);
    let page = ShowPage {
        chrome: officer
            .page(target(run.target), Area::Imports)
            .above("データ取込み", "/admin/imports"),
        status: status(&run, now),
        facts: facts(&run, &names),
        notice: notice(&run, now),
        far: running.then(|| far(&run)),
        still,
        may_cancel: run.state.is_open() && officer.may(Resource::Import, Action::Withdraw),
        next: next(&run).filter(|_| officer.may(Resource::Import, Action::Create)),
        result: if ended || run.rejected_rows > 0 {
            Some(RunView::load(&mut tx, &officer, &run, &href, &query).await?)
        } else {
            None
        },
        href,
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

fn facts(run: &Run, names: &BTreeMap<StaffId, String>) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("取り込み方", manner(run.full, run.dry_run)),
        ("取込定義", run.layout.clone()),
        ("始めた人・元", source(run, names)),
        ("始めた日時", time::day_and_clock(run.started_at)),
    ];
    facts.extend(
        run.ended_at
            .map(|ended| ("終わった日時", time::day_and_clock(ended))),
    );
    facts.extend(run.file_bytes.map(|bytes| ("ファイルの大きさ", size(bytes))));
    if !run.file_digest.is_empty() {
        // Enough of it to tell two files apart.
        facts.push(("ファイルの照合番号", run.file_digest.chars().take(16).collect()));
    }
    if run.accept_removals {
        facts.push(("指定", "全件ファイルに無いものが消えてよい".into()));
    }
    facts
}

fn notice(run: &Run, now: DateTime<Utc>) -> Option<Banner> {
    let reason = |banner: Banner| match &run.refusal {
        Some(why) => banner.line(why.clone()),
        None => banner,
    };
    match run.state {
        RunState::Refused => Some(reason(Banner::new(Tone::Error, "反映しませんでした"))),
        RunState::Failed => Some(reason(Banner::new(
            Tone::Error,
            "取り込めませんでした。何も反映していません",
        ))),
        RunState::Repeated => Some(
            Banner::new(Tone::Alert, "このファイルは、もう反映されています").line("何もしませんでした。"),
        ),
        RunState::Abandoned => Some(Banner::new(Tone::Alert, "取りやめました").line("何も反映していません。")),
        RunState::Staging if is_cut_off(run, now) && run.stored.is_none() => Some(
            Banner::new(Tone::Alert, "途中で止まっています")
                .line("サーバーのコマンドで同じファイルをもう一度取り込むと、続きから始まります。別のファイルを取り込むときは、取り消してください。"),
        ),
        RunState::Waiting | RunState::Staging => run.trouble.as_ref().map(|trouble| {
            Banner::new(Tone::Alert, "一度止まりました。しばらくして、自動でやり直します").line(trouble.clone())
        }),
        RunState::Applied | RunState::Tried => None,
    }
}

fn far(run: &Run) -> Far {
    let progress: Option<&RunProgress> = run.progress.as_ref();
    let mut pace = String::new();
    if let Some(rate) = progress.and_then(RunProgress::rows_per_second) {
        pace = format!("毎秒{}行", number(rate));
        if let Some(left) = progress.and_then(RunProgress::remaining) {
            let left = left.num_seconds();
            pace = format!("{pace}　読み終わるまで約{}分{}秒", left / 60, left % 60);
        }
    }
    let switched = progress.and_then(|progress| progress.switched);
    Far {
        waiting: run.state == RunState::Waiting,
        percent: progress.and_then(RunProgress::percent),
        rows: number(progress.map_or(0, |progress| progress.rows)),
        pace,
        switched: switched.map_or_else(String::new, |(done, all)| {
            format!("{}件のうち{}件", number(all), number(done))
        }),
    }
}

/// The same file once more: in earnest after a trial, or with leave after a refusal.
fn next(run: &Run) -> Option<Next> {
    run.stored.as_ref()?;
    let text = match run.state {
        RunState::Tried => "件数が思ったとおりなら、反映してください。アップロードし直す必要はありません。",
        RunState::Refused => "理由を確かめてください。ファイルが正しければ、もう一度始められます。",
        _ => return None,
    };
    let refused = run.state == RunState::Refused;
    let goes = run.counts.removed > 0 || run.target == Target::ProtectiveMeasure;
    Some(Next {
        text,
        needs_leave: run.full && (refused || goes),
        try_again: refused,
    })
}
