//! `GET /admin/imports`: a file to upload, and the imports so far.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use madoguchi_import::Layout;
use madoguchi_model::ids::StaffId;
use madoguchi_store::import_layouts::LayoutState;
use madoguchi_store::imports::{Run, RunState};
use madoguchi_store::{TenantTx, import_layouts, imports};

use super::words::{manner, names, number, size, source, status, target};
use crate::components::{
    Banner, Choice, Choices, EmptyState, FormErrors, SelectField, SelectOption, Status, TextField, Tone,
    Width,
};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How many imports the page lists.
const LISTED: u16 = 50;

#[derive(Template)]
#[template(path = "admin/imports/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    /// None for those who only look.
    form: Option<UploadForm>,
    may_layouts: bool,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct UploadForm {
    layout: SelectField,
    rows: Choices,
    mode: Choices,
    remark: TextField,
    largest: String,
    file_error: String,
    no_spool: Option<Banner>,
}

struct Row {
    href: String,
    started: String,
    what: &'static str,
    manner: String,
    source: String,
    status: Status,
    counts: String,
}

impl ListPage {
    /// The page with what is wrong with its form.
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let names = names(tx).await?;
        let now = tx.now();
        let runs = imports::list(tx, LISTED).await?;
        let may_create = officer.may(Resource::Import, Action::Create);
        Ok(Self {
            chrome: officer
                .page("データ取込み", Area::Imports)
                .lead("業務システムから出したファイルを取り込みます。先に「調べるだけ」で件数を確かめてから、反映してください。")
                .errors(errors),
            form: if may_create { Some(upload_form(app, tx, form, errors).await?) } else { None },
            may_layouts: officer.may(Resource::ImportLayout, Action::List),
            rows: runs.iter().map(|run| row(run, &names, now)).collect(),
            empty: EmptyState::new("まだ取り込みはありません"),
        })
    }
}

async fn upload_form(
    app: &AppState,
    tx: &mut TenantTx,
    form: &FormData,
    errors: &FormErrors,
) -> Result<UploadForm, PageError> {
    let own = import_layouts::list(tx).await?;
    let mut options: Vec<SelectOption> = Vec::new();
    // The register first: everything else hangs on it.
    let mut standard: Vec<&Layout> = Layout::all().iter().collect();
    standard.sort_by_key(|layout| layout.target);
    for layout in standard {
        options.push(SelectOption::new(
            &layout.id,
            format!("{}（備え付け）", layout.title),
        ));
        for one in &own {
            if one.target == layout.target && one.state == LayoutState::Active {
                let label = format!(
                    "{}：{}（自治体の定義 第{}版）",
                    layout.title, one.title, one.version
                );
                options.push(SelectOption::new(&one.name, label));
            }
        }
    }
    let rows = if form.has("rows") {
        form.raw("rows")
    } else {
        "full"
    };
    let mode = if form.has("mode") { form.raw("mode") } else { "try" };
    Ok(UploadForm {
        layout: SelectField::new("layout", "何のファイルか（取込定義）", options)
            .blank("選んでください")
            .value(form.raw("layout"))
            .error(errors.on("layout"))
            .required(),
        rows: Choices::one(
            "rows",
            "ファイルの範囲",
            [
                Choice::new("full", "全件").note("今あるすべて。ファイルに無い人は消除になります"),
                Choice::new("difference", "差分").note("前回から変わったものだけ"),
            ],
        )
        .selected([rows])
        .error(errors.on("rows"))
        .required(),
        mode: Choices::one(
            "mode",
            "すること",
            [
                Choice::new("try", "調べるだけ").note("件数と不良の行を出します。あとで同じファイルを反映できます"),
                Choice::new("real", "反映する"),
            ],
        )
        .selected([mode])
        .error(errors.on("mode"))
        .required(),
        remark: TextField::new("remark", "ファイルの呼び名")
            .hint("例：住民記録 11月末の全件。一覧に出ます。個人の氏名や番号は書かないでください。")
            .width(Width::Full)
            .value(form.raw("remark"))
            .error(errors.on("remark")),
        largest: app.spool.as_ref().map(|spool| size(spool.largest())).unwrap_or_default(),
        file_error: errors.on("file").unwrap_or_default().to_owned(),
        no_spool: app.spool.is_none().then(|| {
            Banner::new(Tone::Alert, "このサーバーでは、ファイルを受け取れません")
                .line("サーバーの起動時に、受け取ったファイルを置くフォルダーが指定されていません。サーバーの担当者に知らせてください。")
        }),
    })
}

fn row(run: &Run, names: &BTreeMap<StaffId, String>, now: DateTime<Utc>) -> Row {
    Row {
        href: format!("/admin/imports/{}", run.id),
        started: time::day_and_clock(run.started_at),
        what: target(run.target),
        manner: manner(run.full, run.dry_run),
        source: source(run, names),
        status: status(run, now),
        counts: counts(run),
    }
}

fn counts(run: &Run) -> String {
    if !matches!(run.state, RunState::Applied | RunState::Tried | RunState::Refused) {
        return String::new();
    }
    let counts = run.counts;
    format!(
        "増 {}・変 {}・消 {}・不良 {}",
        number(counts.added),
        number(counts.changed),
        number(counts.removed),
        number(run.rejected_rows)
    )
}

/// Lists the imports.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&app, &mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
