//! Rows into the bytes of a file.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use madoguchi_import::{Encoding, LineEnd, encode};
use madoguchi_model::characters;
use madoguchi_model::clock::in_japan;
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::wareki::Era;
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use super::bind::{Bound, Subject, Visit};
use super::definition::{CellForm, Column, DateForm, Definition, Missing, Quote};
use super::half_kana::half_kana;
use super::key::Key;

/// What a file is called by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileHead {
    /// Counts the files of this definition in this municipality, from 1.
    pub number: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// What a row is called by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowHead {
    /// Our hand-off id (引継ぎID), by which the core system answers.
    pub id: Uuid,
    /// The row of an earlier file that it corrects.
    pub corrects: Option<Uuid>,
    /// What it is about.
    pub subject: Subject,
    /// The content of the row that it corrects, where that was taken: with the same content it is not written again.
    pub unless: Option<[u8; 32]>,
}

/// A row that was not written, and why. It goes by hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowProblem {
    /// The row.
    pub id: Uuid,
    /// The item; empty for the row as a whole.
    pub item: String,
    /// Why, in Japanese, without what stood there.
    pub problem: String,
}

/// A file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rendered {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
    /// The rows in it, in order, each with the SHA-256 of its content: of what does not name row or file.
    pub rows: Vec<(Uuid, [u8; 32])>,
    /// Rows that are not in it, because they say what an earlier one said.
    pub unchanged: Vec<Uuid>,
    /// Rows in it with characters that 〓 stands for.
    pub with_geta: Vec<Uuid>,
    /// Rows that are not in it.
    pub problems: Vec<RowProblem>,
    /// Restricted groups of fields of which something is in it.
    pub groups: BTreeSet<FieldGroup>,
}

/// Why no file was made.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RenderError {
    /// The same row was given twice.
    #[error("the row {0} was given twice")]
    Twice(Uuid),
}

/// Writes a file. The same input gives the same bytes.
pub fn render(
    definition: &Definition,
    municipality_code: &str,
    head: FileHead,
    rows: &[(RowHead, &Visit)],
) -> Result<Rendered, RenderError> {
    let form = &definition.file;
    let mut bytes = Vec::new();
    if form.bom {
        bytes.extend_from_slice(form.encoding.mark());
    }
    if form.header {
        let items = definition.columns.iter().map(|column| column.item.clone());
        bytes.extend(encode(&line(definition, items), form.encoding, |_| geta()));
    }
    let (mut written, mut unchanged) = (Vec::new(), Vec::new());
    let (mut with_geta, mut problems) = (Vec::new(), Vec::new());
    let mut groups = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (row, visit) in rows {
        if !seen.insert(row.id) {
            return Err(RenderError::Twice(row.id));
        }
        match row_of(definition, head, written.len() + 1, row, visit) {
            Ok(line) if row.unless == Some(line.content) => unchanged.push(row.id),
            Ok(line) => {
                bytes.extend(encode(&line.text, form.encoding, |_| geta()));
                written.push((row.id, line.content));
                groups.extend(line.groups);
                if line.missing {
                    with_geta.push(row.id);
                }
            }
            Err((item, problem)) => problems.push(RowProblem {
                id: row.id,
                item,
                problem,
            }),
        }
    }
    let digest = Sha256::digest(&bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    Ok(Rendered {
        name: name(definition, municipality_code, head),
        digest,
        bytes,
        rows: written,
        unchanged,
        with_geta,
        problems,
        groups,
    })
}

/// 〓 in `Shift_JIS`, the only encoding that lacks characters.
fn geta() -> Vec<u8> {
    b"\x81\xAC".to_vec()
}

fn name(definition: &Definition, municipality_code: &str, head: FileHead) -> String {
    let date = in_japan(head.made_at).format("%Y%m%d").to_string();
    definition
        .file_name
        .replace("{municipality}", municipality_code)
        .replace("{number}", &format!("{:06}", head.number))
        .replace("{date}", &date)
}

/// The line of a row.
struct Line {
    text: String,
    content: [u8; 32],
    /// Something in it has no character in the encoding.
    missing: bool,
    /// Restricted groups of fields of which it says something.
    groups: BTreeSet<FieldGroup>,
}

/// The line of a row; or the item, and why there is none.
fn row_of(
    definition: &Definition,
    head: FileHead,
    at: usize,
    row: &RowHead,
    visit: &Visit,
) -> Result<Line, (String, String)> {
    let cells = cells_of(definition, head, at, row, visit)?;
    Ok(Line {
        text: line(definition, cells.texts.into_iter()),
        content: cells.content,
        missing: cells.missing,
        groups: cells.groups,
    })
}

/// The cells of a row, in the order of the definition's columns.
pub(crate) struct Cells {
    /// What stands in each.
    pub(crate) texts: Vec<String>,
    /// SHA-256 of what does not name row or file.
    pub(crate) content: [u8; 32],
    /// Something in them has no character in the file's encoding.
    missing: bool,
    /// Restricted groups of fields of which they say something.
    groups: BTreeSet<FieldGroup>,
}

/// The cells of a row; or the item, and why there are none.
pub(crate) fn cells_of(
    definition: &Definition,
    head: FileHead,
    at: usize,
    row: &RowHead,
    visit: &Visit,
) -> Result<Cells, (String, String)> {
    if visit.is_protected() {
        return Err((
            String::new(),
            "支援措置の対象の人がいるので、書き出しません。".into(),
        ));
    }
    let mut cells = Vec::with_capacity(definition.columns.len());
    let mut any_missing = false;
    let mut content = Sha256::new();
    let mut groups = BTreeSet::new();
    for column in &definition.columns {
        let fail = |problem: &str| (column.item.clone(), problem.to_owned());
        let bound = column.value.as_ref().map(|key| visit.bind(key, &head, at, row));
        if bound == Some(Bound::Withheld) && column.required {
            return Err(fail(
                "必須の項目ですが、提出先の課に見せてはいけない項目です（項目の閲覧権限）。",
            ));
        }
        let cell =
            cell(definition, column, bound.unwrap_or(Bound::None)).map_err(|problem| fail(&problem))?;
        if !cell.is_empty() {
            groups.extend(column.value.as_ref().and_then(Key::group));
        }
        if column.required && cell.is_empty() {
            return Err(fail("必須の項目に値がありません。"));
        }
        if column.most.is_some_and(|most| characters::length(&cell) > most) {
            return Err(fail("文字数が、項目の長さを超えています。"));
        }
        if cell.chars().any(char::is_control) {
            return Err(fail("改行などの制御文字があります。"));
        }
        let special = |c: char| c == '"' || c == definition.file.delimiter;
        if definition.file.quote == Quote::Never && cell.contains(special) {
            return Err(fail("引用符のないファイルに書けない文字があります。"));
        }
        if lacks(&cell, definition.file.encoding) {
            if definition.file.missing == Missing::Refuse {
                return Err(fail("ファイルの文字コードにない文字があります。"));
            }
            any_missing = true;
        }
        if !matches!(&column.value, Some(Key::Known(key)) if key.is_of_rows()) {
            content.update(cell.as_bytes());
            content.update([0]);
        }
        cells.push(cell);
    }
    Ok(Cells {
        texts: cells,
        content: content.finalize().into(),
        missing: any_missing,
        groups,
    })
}

fn lacks(cell: &str, encoding: Encoding) -> bool {
    let mut missing = false;
    if encoding == Encoding::ShiftJis && !cell.is_ascii() {
        let _ = encode(cell, encoding, |_| {
            missing = true;
            Vec::new()
        });
    }
    missing
}

fn cell(definition: &Definition, column: &Column, bound: Bound) -> Result<String, String> {
    let text = match bound {
        Bound::None => column.constant.clone(),
        // Not even the constant, which would tell that there is nothing.
        Bound::Withheld => String::new(),
        Bound::Date(day) => {
            return written(column.date, day).ok_or_else(|| "元号で書けない日付です。".into());
        }
        Bound::Text(text) => match &column.list {
            Some(list) => definition
                .code(list, &text)
                .ok_or("コード表にない値です。")?
                .to_owned(),
            None => text,
        },
    };
    Ok(match column.form {
        CellForm::Plain => text,
        CellForm::HalfKana => half_kana(&text),
        CellForm::Digits => text.chars().filter(char::is_ascii_digit).collect(),
    })
}

fn written(form: DateForm, day: NaiveDate) -> Option<String> {
    let era = || Era::of(day);
    let year = |era: Era| era.year_of(day.year());
    Some(match form {
        DateForm::Iso => day.format("%Y-%m-%d").to_string(),
        DateForm::Compact => day.format("%Y%m%d").to_string(),
        DateForm::Slashed => day.format("%Y/%m/%d").to_string(),
        DateForm::Era => {
            let era = era()?;
            let digit = "MTSHR".find(era.letter())? + 1;
            format!("{digit}{:02}{}", year(era), day.format("%m%d"))
        }
        DateForm::EraLetter => {
            let era = era()?;
            format!("{}{:02}.{}", era.letter(), year(era), day.format("%m.%d"))
        }
    })
}

fn line(definition: &Definition, cells: impl Iterator<Item = String>) -> String {
    let form = &definition.file;
    let mut line = String::new();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(form.delimiter);
        }
        let quoted = match form.quote {
            Quote::Always => true,
            Quote::Needed => cell.contains([form.delimiter, '"', '\r', '\n']),
            Quote::Never => false,
        };
        if quoted {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    line.push_str(if form.line_end == LineEnd::Lf {
        "\n"
    } else {
        "\r\n"
    });
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_core_systems_want_them() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let all = [
            DateForm::Iso,
            DateForm::Compact,
            DateForm::Slashed,
            DateForm::Era,
            DateForm::EraLetter,
        ];
        let of = |text: &str| all.map(|form| written(form, day(text)).unwrap());
        assert_eq!(
            of("2026-11-28"),
            ["2026-11-28", "20261128", "2026/11/28", "5081128", "R08.11.28"]
        );
        assert_eq!(of("2019-04-30")[3], "4310430");
        assert_eq!(of("2019-05-01")[4], "R01.05.01");
        assert_eq!(written(DateForm::Era, day("1850-01-01")), None);
    }
}
