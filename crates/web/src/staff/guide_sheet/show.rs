//! `GET /cases/{id}/guide-sheet`: the sheet as it will be printed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::GuideSheet;
use madoguchi_forms::guide_sheet::Left;
use madoguchi_model::ids::CaseId;
use madoguchi_model::wareki;
use madoguchi_store::print_releases::{self, PrintKind};

use super::content::{lay, sheet};
use crate::components::Banner;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page, time};
use crate::session::Officer;
use crate::staff::applications::preview::alerts;
use crate::staff::cases::{CaseFrame, Next, Place, to_look};
use crate::staff::printing::hints;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/guide_sheet/show.html")]
struct GuideSheetPage {
    chrome: Chrome,
    frame: CaseFrame,
    pages: Vec<usize>,
    alerts: Vec<Banner>,
    hints: Vec<String>,
    /// When and by whom it was printed, newest first.
    prints: Vec<String>,
    sheet: GuideSheet,
    left: Vec<(Left, String)>,
    next: Option<(&'static str, String)>,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, id).await?;
    let laid = lay(&file, app.fonts())?;
    let sheet = sheet(&file);
    let mut tx = officer.begin(&app).await?;
    let hints = hints(&mut tx, &[""]).await?;
    let releases = print_releases::of_case(&mut tx, id).await?;
    let prints = releases
        .iter()
        .rev()
        .filter(|release| release.kind == PrintKind::GuideSheet)
        .map(|release| {
            format!(
                "{}　{}",
                time::day_and_clock(release.released_at),
                release.released_by_name
            )
        })
        .collect();
    let (chrome, frame) = CaseFrame::new(&file, &officer, &editing, Place::GuideSheet, "受付案内票");
    Ok(Page(GuideSheetPage {
        chrome,
        frame,
        pages: (1..=laid.pages.len()).collect(),
        alerts: alerts(&laid),
        hints,
        prints,
        left: sheet
            .left
            .iter()
            .map(|left| (left.clone(), left.until.map(wareki::format).unwrap_or_default()))
            .collect(),
        sheet,
        next: Next::of(&file)
            .button()
            .map(|(label, page)| (label, file.href(page))),
    })
    .into_response())
}
