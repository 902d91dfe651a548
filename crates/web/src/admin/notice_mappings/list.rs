//! `GET /admin/notice-mappings`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_link::portals::Mapping;
use madoguchi_store::import_layouts::LayoutState;
use madoguchi_store::{TenantTx, portal_mappings};

use super::PATH;
use crate::components::{EmptyState, FormErrors, Status, StatusTone, TextArea, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/notice_mappings/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    own: Vec<Row>,
    empty: EmptyState,
    standard: Vec<(String, String)>,
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
        let own = portal_mappings::list(tx).await?.into_iter().map(|one| Row {
            href: format!("{PATH}/{}", one.id),
            title: one.title,
            name: one.name,
            version: one.version,
            status: status(one.state),
            changed: time::day_and_clock(one.changed.1),
        });
        Ok(Self {
            chrome: officer
                .page("電子申請のファイルの対応表", Area::PortalConnections)
                .above("ポータルとの接続", "/admin/portals")
                .lead("LoGoフォーム、Graffer、kintoneなどから出したCSVの、どの列が何かを決めます。決めると、「事前の申請」でファイルの種類として選べます。")
                .errors(errors),
            own: own.collect(),
            empty: EmptyState::new("この自治体の対応表はありません")
                .line("見本のファイルを1つ用意すると、下の画面から作れます。"),
            standard: Mapping::all()
                .iter()
                .map(|one| (one.title.clone(), format!("{PATH}/standard/{}", one.id)))
                .collect(),
            name: TextField::new("name", "対応表の名前")
                .hint("APIでも使う名前。半角の英小文字・数字・下線。例：logo_tennyu")
                .value(form.raw("name"))
                .error(errors.on("name"))
                .required(),
            title: TextField::new("title", "対応表の呼び名")
                .hint("例：LoGoフォーム 転入の来庁予約")
                .width(Width::Full)
                .value(form.raw("title"))
                .error(errors.on("title"))
                .required(),
            file_error: errors.on("file").unwrap_or_default().to_owned(),
            content: TextArea::new("content", "対応表の内容（TOML）")
                .hint("保存した対応表のファイル（.toml）を開いて、すべて写して貼り付けます。")
                .value(form.raw("content"))
                .error(errors.on("content"))
                .required(),
            import_open: errors.on("content").is_some(),
        })
    }
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
