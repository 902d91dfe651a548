//! `GET /cases/{id}/applications/all.pdf`: every application of the case in one file.

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::Laid;
use madoguchi_model::ids::CaseId;

use super::paper::{Paper, pdf_response};
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::cases::to_look;
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

pub(crate) async fn papers(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    refuse_papers(&file)?;
    let newest = file
        .applications
        .iter()
        .map(|application| application.changed_at)
        .max();
    let at = newest.ok_or(PageError::NotFound)?;
    let laid: Vec<Laid> = file
        .applications
        .iter()
        .map(|application| Ok(Paper::new(&file, application, app.fonts())?.laid))
        .collect::<Result<_, PageError>>()?;
    let title = format!("受付{} 申請書", file.case.number);
    pdf_response(&file, &laid, app.fonts(), title, file.case.id.to_string(), at)
}
