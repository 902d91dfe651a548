//! `POST /admin/overlays/import`: a file that was written out becomes a draft.

use axum::extract::State;
use axum::response::Response;
use madoguchi_guidance::Release;
use madoguchi_guidance::overlay::Overlay;

use super::draft;
use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// At most so many mistakes are told at once.
const TOLD: usize = 10;

/// Takes a file in. One with mistakes is not taken in, and each mistake is told with its line.
pub(crate) async fn import(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let text = form.raw("content").replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}');
    let mut errors = FormErrors::new();
    if text.trim().is_empty() {
        errors.add("content", "ファイルの内容を貼り付けてください。");
    } else {
        let release = Release::in_force(tx.today()).map_err(PageError::internal)?;
        if let Err(findings) = release.with_overlay(text) {
            let more = findings.len().saturating_sub(TOLD);
            let mut told: Vec<String> = findings
                .iter()
                .take(TOLD)
                .map(|finding| format!("{}行目：{}（{}）", finding.line, finding.problem, finding.remedy))
                .collect();
            if more > 0 {
                told.push(format!("ほか{more}件"));
            }
            errors.add("content", told.join("　"));
        }
    }
    let overlay = Overlay::from_text(text).ok().filter(|_| errors.is_empty());
    let Some(overlay) = overlay else {
        if errors.is_empty() {
            errors.add("content", "設定のファイルとして読めません。");
        }
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    let id = draft::begin(&mut tx, &officer, &overlay).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/overlays/{id}"),
        &Flash::success("ファイルから下書きを作りました。"),
    ))
}
