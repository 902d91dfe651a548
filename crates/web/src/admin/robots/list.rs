//! `GET /admin/robots`: the definitions, and the form for the municipality's own.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::robots::{InForce, in_force};
use madoguchi_link::robots::Definition;
use madoguchi_store::{TenantTx, robot_definitions, sections};

use crate::components::{FormErrors, Status, StatusTone, TextArea};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/robots/list.html")]
pub(super) struct DefinitionsPage {
    chrome: Chrome,
    rows: Vec<Row>,
    definition: TextArea,
}

struct Row {
    id: String,
    title: String,
    system: String,
    section: String,
    fields: usize,
    status: Status,
    active: bool,
    own: bool,
    attempts: i32,
    error: String,
}

/// Shows them. `copy` of the address puts a definition's text into the form, to begin one's own from.
pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let copied = match query.raw("copy") {
        "" => String::new(),
        id => text_of(&mut tx, id).await?,
    };
    let typed = FormData::of("definition", &copied);
    let page = DefinitionsPage::load(&mut tx, &officer, &typed, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// The text of a definition in force; empty where there is none.
async fn text_of(tx: &mut TenantTx, id: &str) -> Result<String, PageError> {
    let own = robot_definitions::all(tx).await?.into_iter();
    let own = own
        .into_iter()
        .find(|setting| setting.kind == id)
        .and_then(|setting| setting.definition);
    Ok(own.unwrap_or_else(|| Definition::text(id).unwrap_or_default().to_owned()))
}

impl DefinitionsPage {
    /// The page with what was typed and what is wrong with it.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        typed: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let all = in_force(tx).await.map_err(PageError::internal)?;
        let known = sections::list(tx).await?;
        let rows = all.into_iter().map(|one| {
            let section = known
                .iter()
                .find(|section| section.code == one.definition.section);
            let section = section.map(|section| section.name.clone());
            row(one, section, errors)
        });
        Ok(Self {
            chrome: officer
                .page("ロボットの設定", Area::RobotDefinitions)
                .lead("業務システムの画面へロボット（RPA）が入力する作業です。使うことにした後の引継ぎから、作業が作られます。")
                .errors(errors),
            rows: rows.collect(),
            definition: TextArea::new("definition", "定義（TOML）")
                .hint("項目の意味は docs/robots.md。id が上の一覧と同じなら、その定義に代わります。")
                .value(typed.raw("definition"))
                .error(errors.on("definition"))
                .required(),
        })
    }
}

fn row(one: InForce, section: Option<String>, errors: &FormErrors) -> Row {
    let definition = one.definition;
    Row {
        status: if one.active {
            Status::new(StatusTone::Done, "使っている")
        } else {
            Status::new(StatusTone::Plain, "使っていない")
        },
        error: errors
            .on(&format!("attempts-{}", definition.id))
            .unwrap_or_default()
            .to_owned(),
        section: section.unwrap_or_else(|| format!("{}（この自治体にない課）", definition.section)),
        fields: definition.fields.len(),
        attempts: definition.attempts,
        id: definition.id,
        title: definition.title,
        system: definition.system,
        active: one.active,
        own: one.own,
    }
}
