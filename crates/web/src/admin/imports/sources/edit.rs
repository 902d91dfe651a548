//! `GET /admin/imports/sources/new` and `GET /admin/imports/sources/{source_id}`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::ImportSourceId;
use madoguchi_store::import_sources::{self, ImportSource};
use madoguchi_store::{TenantTx, imports};

use super::super::words::status;
use super::fields::{SourceForm, fresh, typed};
use crate::components::{FormErrors, Status};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// How many of its imports are shown.
const SHOWN: u16 = 20;

#[derive(Template)]
#[template(path = "admin/imports/sources/edit.html")]
pub(super) struct EditPage {
    chrome: Chrome,
    href: String,
    /// None for a new one.
    version: Option<i32>,
    active: bool,
    facts: Vec<(&'static str, String)>,
    form: SourceForm,
    runs: Vec<(String, String, String, Status)>,
}

impl EditPage {
    /// The page of a source, or of a new one, with what was typed.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        source: Option<&ImportSource>,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let now = tx.now();
        let (mut facts, mut runs) = (Vec::new(), Vec::new());
        if let Some(source) = source {
            if source.fields.active {
                facts.push(("次に見に行く日時", time::day_and_clock(source.next_look_at)));
            }
            facts.extend(
                source
                    .last_looked_at
                    .map(|at| ("前に見に行った日時", time::day_and_clock(at))),
            );
            facts.extend(source.last_outcome.clone().map(|told| ("そのときの結果", told)));
            for run in imports::list_of_source(tx, source.id, SHOWN).await? {
                runs.push((
                    format!("/admin/imports/{}", run.id),
                    time::day_and_clock(run.started_at),
                    run.file_name.clone(),
                    status(&run, now),
                ));
            }
        }
        Ok(Self {
            chrome: officer
                .page(
                    source.map_or_else(
                        || "取込元を加える".to_owned(),
                        |source| source.fields.name.clone(),
                    ),
                    Area::Imports,
                )
                .above("データ取込み", "/admin/imports")
                .above("取込元", "/admin/imports/sources")
                .errors(errors),
            href: source.map_or_else(
                || "/admin/imports/sources".to_owned(),
                |source| format!("/admin/imports/sources/{}", source.id),
            ),
            version: source.map(|source| source.version),
            active: source.is_some_and(|source| source.fields.active),
            facts,
            form: SourceForm::new(tx, form, errors).await?,
            runs,
        })
    }
}

/// A new one.
pub(crate) async fn new(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = EditPage::load(&mut tx, &officer, None, &fresh(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// One that is there.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportSourceId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let source = import_sources::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let form = typed(&source.fields);
    let page = EditPage::load(&mut tx, &officer, Some(&source), &form, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
