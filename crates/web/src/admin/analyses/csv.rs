//! `GET /admin/analyses/{kind}/table.csv`: an analysis as a file (UTF-8 with a mark, RFC 4180).

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_store::analyses;

use super::kind::Kind;
use super::query::Asked;
use super::show::known;
use super::table::{Table, table};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::QueryData;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn download(
    State(app): State<AppState>,
    officer: Officer,
    Path(kind): Path<String>,
    query: QueryData,
) -> Result<Response, PageError> {
    let kind = Kind::from_code(&kind).ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let asked = Asked::read(&query, app.clock.today(), &mut errors);
    if !errors.is_empty() {
        return Err(PageError::Conflict(
            "期間が正しくありません。分析の画面で選び直してから、もう一度取り出してください。".into(),
        ));
    }
    known(&mut tx, &officer, &asked).await?;
    let settings = analyses::settings(&mut tx).await?;
    let table = table(&mut tx, kind, &asked, &settings).await?;
    officer.tell("rows", table.rows.len().into());
    let name = format!("{}-{}-{}.csv", kind.code(), asked.from, asked.until);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text(&table)).into_response())
}

/// The file. The mark at its beginning tells spreadsheets the encoding.
fn text(table: &Table) -> String {
    let mut text = String::from('\u{FEFF}');
    let heading: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    line(&mut text, &heading);
    for row in &table.rows {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        line(&mut text, &cells);
    }
    text
}

fn line(text: &mut String, cells: &[&str]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        // A spreadsheet would take what begins so for a formula.
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_a_formula_or_ends_it() {
        let mut text = String::new();
        line(&mut text, &["=1+1", "a \"b\"", "2026/11/24 9:05"]);
        assert_eq!(text, "\"'=1+1\",\"a \"\"b\"\"\",\"2026/11/24 9:05\"\r\n");
    }
}
