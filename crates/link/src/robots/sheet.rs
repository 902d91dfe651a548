//! Excel workbooks: written so that every cell is a text, and read within bounds.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::portals::entries;

/// The most bytes that a workbook may have once it is unpacked, and the most parts.
const UNPACKED: usize = 64 * 1024 * 1024;
const PARTS: usize = 200;
/// The most lines and columns that hold something: empty ones before them take memory too.
const LINES: usize = 20_000;
const COLUMNS: usize = 300;

/// Writes the first line as a heading and all cells as texts: nothing is calculated, and no leading zero is lost, neither
/// in what is written nor in what is typed into it.
pub(super) fn write(lines: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Otherwise the file would tell the machine's clock, and the same list would not be the same bytes.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let text = Format::new().set_num_format("@");
    let heading = Format::new().set_num_format("@").set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("作業リスト")?;
    sheet.set_freeze_panes(1, 0)?;
    for (line, cells) in (0_u32..).zip(lines) {
        for (column, cell) in (0_u16..).zip(cells) {
            let format = if line == 0 { &heading } else { &text };
            if cell.is_empty() {
                sheet.write_blank(line, column, format)?;
            } else {
                sheet.write_string_with_format(line, column, cell, format)?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// The cells of the first sheet as texts, line by line; none where it is no workbook that can be read within bounds.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    // Looks at every size and checksum first: what unpacks to far more than it says goes no further.
    entries(bytes, PARTS, UNPACKED).ok()?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).ok()?;
    let name = workbook.sheet_names().first()?.clone();
    // Cell by cell: a whole range takes memory for every empty cell up to the last one.
    let mut cells = workbook.worksheet_cells_reader(&name).ok()?;
    let mut lines: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().ok()? {
        let value = text(&Data::from(cell.get_value().clone()));
        let (line, column) = cell.get_position();
        let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
        if value.is_empty() {
            continue;
        }
        if line >= LINES || column >= COLUMNS {
            return None;
        }
        if lines.len() <= line {
            lines.resize_with(line + 1, Vec::new);
        }
        let cells = lines.get_mut(line)?;
        if cells.len() <= column {
            cells.resize_with(column + 1, String::new);
        }
        *cells.get_mut(column)? = value;
    }
    Some(lines)
}

/// What a person reads in a cell. A number that was typed as one has no decimal point of its own.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        let lines = vec![
            vec!["氏名".to_owned(), "番号".to_owned(), "結果".to_owned()],
            vec![
                "辻\u{E0100}\u{3000}健一".to_owned(),
                "000000000000019".to_owned(),
                "=1+1".to_owned(),
            ],
            vec!["'@a".to_owned(), "-5".to_owned(), " 空白 ".to_owned()],
        ];
        let bytes = write(&lines).unwrap();
        assert_eq!(read(&bytes).unwrap(), lines);
        assert_eq!(write(&lines).unwrap(), bytes, "the same list is the same bytes");
        let sheet = entries(&bytes, PARTS, UNPACKED).unwrap();
        let sheet = sheet
            .iter()
            .find(|part| part.name.ends_with("sheet1.xml"))
            .unwrap();
        assert!(
            !String::from_utf8_lossy(&sheet.bytes).contains("<f>"),
            "no formula"
        );
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        for bytes in [&b""[..], b"PK\x03\x04", b"a,b\r\n"] {
            assert!(read(bytes).is_none());
        }
    }
}
