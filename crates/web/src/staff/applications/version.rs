//! `GET /cases/{id}/applications/{application}/versions/{version}` and its pages: one version as it was printed and
//! signed, to look at.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::FieldText;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::applications;

use super::paper::{PREVIEW, svg_response};
use super::preview::edition_alert;
use crate::components::Banner;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Place, to_look};
use crate::staff::printing::{Mark, Sheet};
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/applications/version.html")]
struct VersionPage {
    chrome: Chrome,
    frame: CaseFrame,
    id: String,
    number: i32,
    title: String,
    pages: Vec<usize>,
    fields: Vec<FieldText>,
    marks: Vec<String>,
    edition: Option<Banner>,
    may_print: bool,
}

/// The page.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application, version)): PathId<(CaseId, ApplicationId, i32)>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, id).await?;
    let sheet = sheet(&app, &officer, &file, application, version).await?;
    let mut tx = officer.begin(&app).await?;
    let kept = applications::version(&mut tx, application, version).await?;
    let title = format!("{}　第{version}版", sheet.laid.title);
    let (chrome, frame) = CaseFrame::new(&file, &officer, &editing, Place::Applications, &title);
    let edition = kept.and_then(|kept| edition_alert(&sheet.laid.form, &kept.form_edition));
    Ok(Page(VersionPage {
        chrome: chrome.above("申請書・署名", file.href("applications")).above(
            sheet.laid.title.clone(),
            file.href(&format!("applications/{application}")),
        ),
        frame,
        id: application.to_string(),
        number: version,
        pages: (1..=sheet.laid.pages.len()).collect(),
        fields: sheet.laid.fields.clone(),
        marks: sheet.marks.iter().map(Mark::text).collect(),
        edition,
        may_print: officer.may(Resource::Application, Action::Print),
        title,
    })
    .into_response())
}

/// A page of it as a picture.
pub(crate) async fn page(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application, version, page)): PathId<(CaseId, ApplicationId, i32, String)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    let sheet = sheet(&app, &officer, &file, application, version).await?;
    let word = if sheet.marks.is_empty() { PREVIEW } else { "旧版" };
    svg_response(&sheet.laid, &page, word, app.fonts())
}

async fn sheet(
    app: &AppState,
    officer: &Officer,
    file: &CaseFile,
    application: ApplicationId,
    version: i32,
) -> Result<Sheet, PageError> {
    refuse_papers(file)?;
    let mut tx = officer.begin(app).await?;
    Sheet::version(&mut tx, file, application, version, app.fonts()).await
}
