//! `GET /admin/core-files`: the definitions, and a new one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::{TenantTx, core_files};

use crate::components::{Banner, FormErrors, TextArea, Tone};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::staff::core_files::{Kind, destination_words, schedule_words};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/core_files/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    kinds: Vec<Row>,
    content: TextArea,
    file_error: String,
    mistakes: Option<Banner>,
}

struct Row {
    href: String,
    title: String,
    id: String,
    section: String,
    edition: String,
    to: String,
    when: String,
}

impl ListPage {
    /// The page with what is wrong with a definition.
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        typed: &str,
        mistakes: Vec<String>,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let destinations = core_files::destinations(tx).await?;
        let mut kinds = Vec::new();
        for kind in Kind::all(tx, officer).await? {
            let id = kind.definition.id.clone();
            let newest = core_files::editions(tx, &id).await?.into_iter().next();
            let to = destinations.iter().find(|to| to.kind == id);
            kinds.push(Row {
                href: format!("/admin/core-files/{id}"),
                title: kind.definition.title.clone(),
                section: kind.section.clone(),
                edition: match newest {
                    Some(newest) if newest.own => format!("自治体の定義 第{}版", newest.edition),
                    _ => "備え付け".into(),
                },
                to: destination_words(app, to),
                when: schedule_words(to),
                id,
            });
        }
        Ok(Self {
            chrome: officer
                .page("出力定義と置き場", Area::CoreFiles)
                .above("業務システムへのファイル", "/core-files")
                .lead("業務システムへのファイルを、どの形で、どこに、いつ出すかを決めます。")
                .errors(errors),
            kinds,
            content: TextArea::new("content", "定義の内容（TOML）")
                .value(typed)
                .hint("ファイルを選んだときは、空のままにしてください。")
                .error(errors.on("content")),
            file_error: errors.on("file").unwrap_or_default().to_owned(),
            mistakes: (!mistakes.is_empty()).then(|| {
                let banner = Banner::new(Tone::Error, "直すところ");
                mistakes.into_iter().fold(banner, Banner::line)
            }),
        })
    }
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&app, &mut tx, &officer, "", Vec::new(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
