//! `GET /cases/{id}/prints/{print}/paper.pdf`: the file of a print that was just recorded, for whoever printed it.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::TenantTx;
use madoguchi_store::print_releases::{self, PrintKind, PrintRelease};
use uuid::Uuid;

use super::release::OPEN;
use super::{Mark, Sheet};
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::applications::pdf_response;
use crate::staff::cases::CaseFile;
use crate::staff::guide_sheet::lay as guide_sheet;
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

pub(crate) async fn open(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, print)): PathId<(CaseId, Uuid)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let file = CaseFile::load(&app, &mut tx, &officer, id).await?;
    refuse_papers(&file)?;
    let mine = |release: &PrintRelease| {
        release.case_id == id && release.released_by == officer.staff().id && release.kind != PrintKind::Batch
    };
    let release = print_releases::get(&mut tx, print).await?.filter(mine);
    let release = release.ok_or(PageError::NotFound)?;
    if app.clock.now() - release.released_at > OPEN {
        return Err(PageError::Conflict(
            "この印刷は10分を過ぎたため閉じました。前の画面でもう一度「印刷する」を押してください。".into(),
        ));
    }
    let sheets = sheets(&app, &mut tx, &file, &release).await?;
    let laid: Vec<_> = sheets
        .into_iter()
        .map(|sheet| sheet.stamped(app.fonts()))
        .collect();
    let title = match (release.kind, laid.as_slice()) {
        (PrintKind::Application, [only]) => only.title.clone(),
        (PrintKind::GuideSheet, _) => format!("受付{} 受付案内票", file.case.number),
        (PrintKind::Bundle, _) => format!("受付{} 送付票と申請書", file.case.number),
        _ => format!("受付{} 申請書", file.case.number),
    };
    pdf_response(
        &file,
        &laid,
        app.fonts(),
        title,
        release.id.to_string(),
        release.released_at,
    )
}

/// The papers of a print as they were released, with what their pages say of themselves.
async fn sheets(
    app: &AppState,
    tx: &mut TenantTx,
    file: &CaseFile,
    release: &PrintRelease,
) -> Result<Vec<Sheet>, PageError> {
    let mut sheets = Vec::with_capacity(release.papers.len());
    for paper in &release.papers {
        let Some((application, version)) = paper.application else {
            continue;
        };
        let mut sheet = Sheet::version(tx, file, application, version, app.fonts()).await?;
        if paper.copy > 1 {
            sheet.marks.push(Mark::Again {
                copy: paper.copy,
                at: release.released_at,
            });
        }
        sheets.push(sheet);
    }
    match release.kind {
        PrintKind::GuideSheet => sheets.push(Sheet::plain(guide_sheet(file, app.fonts())?)),
        PrintKind::Bundle => sheets = Sheet::cover(tx, file, sheets, app.fonts()).await?,
        PrintKind::Application | PrintKind::All | PrintKind::Batch => {}
    }
    Ok(sheets)
}
