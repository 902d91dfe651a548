//! `GET /admin/imports/{run_id}/rejects.csv`: the rows that were not taken, for a spreadsheet. Never what stood in a
//! cell.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use madoguchi_import::{Encoding, Reject};
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::imports;

use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::session::Officer;
use crate::state::AppState;

/// Read from the database at once.
const PAGE: u32 = 1_000;

pub(crate) async fn download(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportRunId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    imports::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let mut text = String::from("行,宛名番号,項目,理由,直し方\r\n");
    let mut offset = 0;
    loop {
        let page = imports::rejects(&mut tx, id, offset, PAGE).await?;
        for reject in &page {
            line(&mut text, reject);
        }
        offset += u64::from(PAGE);
        if page.len() < PAGE as usize {
            break;
        }
    }
    let (bytes, charset) = if query.raw("encoding") == "shift_jis" {
        (Encoding::ShiftJis.encode(&text), "Shift_JIS")
    } else {
        // With a mark, so that a spreadsheet opens it as UTF-8.
        text.insert(0, '\u{FEFF}');
        (text.into_bytes(), "utf-8")
    };
    let headers = [
        (CONTENT_TYPE, format!("text/csv; charset={charset}")),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"rejects-{id}.csv\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}

fn line(text: &mut String, reject: &Reject) {
    let cell = |value: &str| format!("\"{}\"", value.replace('"', "\"\""));
    let _ = write!(
        text,
        "{},{},{},{},{}\r\n",
        reject.row,
        cell(reject.addressee_number.as_deref().unwrap_or_default()),
        cell(&reject.item),
        cell(reject.reason.text()),
        cell(reject.reason.remedy())
    );
}
