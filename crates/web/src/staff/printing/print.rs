//! `POST /cases/{id}/…/print`: releases papers for print. One file because they differ by the papers alone.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::TenantTx;
use madoguchi_store::print_releases::PrintKind;

use super::Sheet;
use super::release::release;
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::applications::find;
use crate::staff::cases::CaseFile;
use crate::staff::guide_sheet::lay as guide_sheet;
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

/// One application in its newest version.
pub(crate) async fn application(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (tx, file) = begin(&app, &officer, id).await?;
    let sheet = Sheet::newest(&file, find(&file, application)?, app.fonts())?;
    release(tx, &officer, &file, PrintKind::Application, &[sheet]).await
}

/// One version of an application.
pub(crate) async fn version(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application, version)): PathId<(CaseId, ApplicationId, i32)>,
) -> Result<Response, PageError> {
    let (mut tx, file) = begin(&app, &officer, id).await?;
    let sheet = Sheet::version(&mut tx, &file, application, version, app.fonts()).await?;
    release(tx, &officer, &file, PrintKind::Application, &[sheet]).await
}

/// Every application of the case.
pub(crate) async fn all(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (tx, file) = begin(&app, &officer, id).await?;
    let sheets = Sheet::together(&file, app.fonts())?;
    release(tx, &officer, &file, PrintKind::All, &sheets).await
}

/// 送付票 with every application of the case.
pub(crate) async fn bundle(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (mut tx, file) = begin(&app, &officer, id).await?;
    let sheets = Sheet::bundle(&mut tx, &file, app.fonts()).await?;
    release(tx, &officer, &file, PrintKind::Bundle, &sheets).await
}

/// 受付案内票.
pub(crate) async fn guide(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (tx, file) = begin(&app, &officer, id).await?;
    let sheet = Sheet::plain(guide_sheet(&file, app.fonts())?);
    release(tx, &officer, &file, PrintKind::GuideSheet, &[sheet]).await
}

/// Opens a transaction and loads the case. Stopped by a protective measure.
async fn begin(app: &AppState, officer: &Officer, id: CaseId) -> Result<(TenantTx, CaseFile), PageError> {
    let mut tx = officer.begin(app).await?;
    let file = CaseFile::load(app, &mut tx, officer, id).await?;
    refuse_papers(&file)?;
    Ok((tx, file))
}
