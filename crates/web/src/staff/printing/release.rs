//! Recording what is released, and finding the file again for a short while.

use axum::response::Response;
use chrono::Duration;
use madoguchi_store::TenantTx;
use madoguchi_store::print_releases::{self, NewPaper, PrintKind, PrintRelease};
use serde_json::{Value, json};

use super::Sheet;
use crate::error::PageError;
use crate::page::redirect;
use crate::session::Officer;
use crate::staff::cases::CaseFile;

/// How long the file of a print can be opened: a viewer asks for it more than once, and a printer may be out of
/// paper. Afterwards it is printed anew, which is recorded anew.
pub(super) const OPEN: Duration = Duration::minutes(10);

/// Records that papers are printed, in the transaction of the operation's end, and sends the browser on to the file.
pub(super) async fn release(
    mut tx: TenantTx,
    officer: &Officer,
    file: &CaseFile,
    kind: PrintKind,
    sheets: &[Sheet],
) -> Result<Response, PageError> {
    let papers: Vec<NewPaper> = sheets.iter().map(Sheet::record).collect();
    let release = print_releases::record(&mut tx, file.case.id, kind, &papers, officer.staff().id).await?;
    officer.tell("printed", told(&release));
    officer.commit(tx).await?;
    Ok(redirect(&file.href(&format!("prints/{}/paper.pdf", release.id))))
}

/// What the audit record keeps of a print.
fn told(release: &PrintRelease) -> Value {
    let papers = release.papers.iter().map(|paper| {
        json!({
            "application": paper.application.map(|(id, _)| id),
            "version": paper.application.map(|(_, version)| version),
            "pages": paper.pages,
            "copy": paper.copy,
        })
    });
    json!({
        "print": release.id,
        "kind": release.kind,
        "papers": papers.collect::<Vec<_>>(),
    })
}
