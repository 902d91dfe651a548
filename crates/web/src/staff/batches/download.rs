//! `GET /prints/{batch}/parts/{part}`: a finished file. Its papers were recorded as released when it was made; who
//! opens it is in the audit record, with everybody its papers are about.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_store::print_batches;
use uuid::Uuid;

use super::mine;
use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn download(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, part)): PathId<(Uuid, i32)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    mine(&mut tx, &officer, id).await?;
    let file = print_batches::file(&mut tx, id, part).await?;
    let (bytes, persons) = file.ok_or(PageError::NotFound)?;
    officer.saw(persons);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{id}-{part}.pdf\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
