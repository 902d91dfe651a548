//! Lists of tasks for robots without HTTP: CSV, or Excel.

use madoguchi_import::{Encoding, encode};
use madoguchi_model::robot_task::RobotListForm;
use thiserror::Error;
use uuid::Uuid;

use super::definition::{CORRECTS, ID, LIST, NUMBER, REASON, RESULT};
use super::formula::harmless;
use super::{Definition, TypedField, sheet};

/// What a list is called by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListHead {
    /// Its number.
    pub number: i64,
    /// How it is written.
    pub form: RobotListForm,
}

/// One task of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListRow {
    /// 引継ぎID.
    pub id: Uuid,
    /// The core system's number of what it corrects; empty where it is new.
    pub corrects: String,
    /// What is typed.
    pub fields: Vec<TypedField>,
}

/// Why no list was written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// A character is not in the list's encoding; [`lacking`] tells beforehand.
    #[error("a character is not in the list's encoding")]
    Lacking,
    /// The workbook could not be made.
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Whether something of a task cannot be written in this form: `Shift_JIS` lacks characters.
#[must_use]
pub fn lacking(form: RobotListForm, fields: &[TypedField]) -> bool {
    form == RobotListForm::CsvShiftJis
        && fields.iter().any(|field| {
            let mut missing = false;
            let _ = encode(&field.value, Encoding::ShiftJis, |_| {
                missing = true;
                Vec::new()
            });
            missing
        })
}

/// Writes a list. A robot fills the last three columns in and brings it back.
pub fn write(definition: &Definition, head: ListHead, rows: &[ListRow]) -> Result<Vec<u8>, WriteError> {
    let header: Vec<String> = [LIST, ID, CORRECTS]
        .into_iter()
        .chain(definition.fields.iter().map(|field| &*field.label))
        .chain([RESULT, NUMBER, REASON])
        .map(str::to_owned)
        .collect();
    let lines = rows.iter().map(|row| {
        [head.number.to_string(), row.id.to_string(), row.corrects.clone()]
            .into_iter()
            .chain(row.fields.iter().map(|field| field.value.clone()))
            .chain(std::iter::repeat_n(String::new(), 3))
            .collect::<Vec<_>>()
    });
    let lines: Vec<Vec<String>> = std::iter::once(header).chain(lines).collect();
    match head.form {
        RobotListForm::Xlsx => Ok(sheet::write(&lines)?),
        RobotListForm::CsvUtf8 => csv(&lines, Encoding::Utf8),
        RobotListForm::CsvShiftJis => csv(&lines, Encoding::ShiftJis),
    }
}

fn csv(lines: &[Vec<String>], encoding: Encoding) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    if encoding == Encoding::Utf8 {
        bytes.extend_from_slice(encoding.mark());
    }
    let mut missing = false;
    for line in lines {
        let cells: Vec<String> = line
            .iter()
            .map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\"")))
            .collect();
        let line = format!("{}\r\n", cells.join(","));
        bytes.extend(encode(&line, encoding, |_| {
            missing = true;
            Vec::new()
        }));
    }
    if missing {
        return Err(WriteError::Lacking);
    }
    Ok(bytes)
}
