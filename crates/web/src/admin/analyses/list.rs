//! `GET /admin/analyses`: the analyses there are, and what they are measured against.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::{TenantTx, analyses};

use super::kind::Kind;
use crate::components::{FormErrors, InputKind, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "admin/analyses.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    kinds: Vec<(String, &'static str, &'static str)>,
    fields: Vec<TextField>,
    open: bool,
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, None, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl ListPage {
    /// The page with what was typed into its form.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        typed: Option<&FormData>,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let settings = analyses::settings(tx).await?;
        let field = |name: &str, label: &str, hint: &str, kind: InputKind, value: String| {
            let value = typed.map_or(value, |typed| typed.raw(name).to_owned());
            TextField::new(name, label)
                .kind(kind)
                .hint(hint)
                .width(Width::Short)
                .value(value)
                .error(errors.on(name))
                .required()
        };
        let clock = "例：8:30";
        Ok(Self {
            chrome: officer
                .page("操作ログの分析", Area::AuditAnalyses)
                .lead("誰が、いつ、誰を見たかを、決まった見方で確かめます。見たことも操作ログに残ります。")
                .errors(errors),
            kinds: Kind::ALL
                .map(|kind| {
                    (
                        format!("/admin/analyses/{}", kind.code()),
                        kind.label(),
                        kind.about(),
                    )
                })
                .into(),
            fields: vec![
                field(
                    "opens",
                    "開庁時間の始まり",
                    clock,
                    InputKind::Text,
                    settings.opens.format("%-H:%M").to_string(),
                ),
                field(
                    "closes",
                    "開庁時間の終わり",
                    clock,
                    InputKind::Text,
                    settings.closes.format("%-H:%M").to_string(),
                ),
                field(
                    "searches",
                    "検索・照会が多いとみなす1日の件数",
                    "1から100000まで",
                    InputKind::Digits,
                    settings.searches_a_day.to_string(),
                ),
                field(
                    "times",
                    "ふだんの何倍から多いとみなすか",
                    "2から100まで",
                    InputKind::Digits,
                    settings.times_average.to_string(),
                ),
                field(
                    "papers",
                    "印刷・持ち出しが多いとみなす1日の数",
                    "1から100000まで",
                    InputKind::Digits,
                    settings.papers_a_day.to_string(),
                ),
            ],
            open: !errors.is_empty(),
        })
    }
}
