//! `GET /admin/imports/layouts`

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_import::Layout;
use madoguchi_model::ids::StaffId;
use madoguchi_store::TenantTx;
use madoguchi_store::import_layouts::{self, LayoutState, StoredLayout};

use super::super::words::{names, target};
use crate::components::{
    EmptyState, FormErrors, SelectField, SelectOption, Status, StatusTone, TextArea, TextField, Width,
};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/imports/layouts/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    own: Vec<Row>,
    empty: EmptyState,
    standard: Vec<(&'static str, String, usize)>,
    base: SelectField,
    name: TextField,
    title: TextField,
    file_error: String,
    content: TextArea,
    import_open: bool,
}

struct Row {
    href: String,
    title: String,
    name: String,
    version: i32,
    what: &'static str,
    status: Status,
    changed: String,
}

/// How far a version has come, in words.
pub(super) fn status(state: LayoutState) -> Status {
    match state {
        LayoutState::Draft => Status::new(StatusTone::Progress, "下書き"),
        LayoutState::Active => Status::new(StatusTone::Done, "使用中"),
        LayoutState::Retired => Status::new(StatusTone::Plain, "使用終了"),
    }
}

impl ListPage {
    /// The page with what is wrong with one of its forms.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let names = names(tx).await?;
        let own = import_layouts::list(tx).await?;
        let mut standard: Vec<&'static Layout> = Layout::all().iter().collect();
        standard.sort_by_key(|layout| layout.target);
        Ok(Self {
            chrome: officer
                .page("取込定義", Area::Imports)
                .above("データ取込み", "/admin/imports")
                .lead("取り込むファイルの形です。備え付けの定義と違うファイルは、この自治体の定義を作って取り込みます。")
                .errors(errors),
            own: own.iter().map(|one| row(one, &names)).collect(),
            empty: EmptyState::new("この自治体の定義はありません").line("備え付けの定義で取り込みます。"),
            base: SelectField::new(
                "standard",
                "どの業務のファイルか",
                standard.iter().map(|layout| SelectOption::new(&*layout.id, &*layout.title)),
            )
            .blank("選んでください")
            .value(form.raw("standard"))
            .error(errors.on("standard"))
            .required(),
            name: TextField::new("name", "定義の名前")
                .hint("サーバーのコマンドでも使う名前。半角の小文字・数字・ハイフン。例：juki-zenken")
                .value(form.raw("name"))
                .error(errors.on("name"))
                .required(),
            title: TextField::new("title", "定義の呼び名")
                .hint("例：住民記録システム 夜間の全件")
                .width(Width::Full)
                .value(form.raw("title"))
                .error(errors.on("title"))
                .required(),
            file_error: errors.on("file").unwrap_or_default().to_owned(),
            content: TextArea::new("content", "定義の内容（TOML）")
                .hint("保存した定義のファイル（.toml）を開いて、すべて写して貼り付けます。")
                .value(form.raw("content"))
                .error(errors.on("content"))
                .required(),
            import_open: errors.on("content").is_some(),
            standard: standard
                .into_iter()
                .map(|layout| {
                    let href = format!("/admin/imports/layouts/standard/{}", layout.id);
                    (&*layout.title, href, layout.columns.len())
                })
                .collect(),
        })
    }
}

fn row(one: &StoredLayout, names: &BTreeMap<StaffId, String>) -> Row {
    let by = names.get(&one.changed.0).map_or("", String::as_str);
    Row {
        href: format!("/admin/imports/layouts/{}", one.id),
        title: one.title.clone(),
        name: one.name.clone(),
        version: one.version,
        what: target(one.target),
        status: status(one.state),
        changed: format!("{by}　{}", time::day_and_clock(one.changed.1)),
    }
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
