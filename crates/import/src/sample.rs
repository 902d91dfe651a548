//! The beginning of a file, to make a layout from: what form it seems to have, and how a layout would read it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::fault::{Fault, Reject};
use crate::layout::{Encoding, FileForm, Layout, LineEnd, Mark};
use crate::read::{Limits, Outcome, Reader};

/// The form that a file seems to have by its beginning. Each part is a guess that a person confirms.
#[must_use]
pub fn guess(sample: &[u8]) -> FileForm {
    let encoding = encoding(sample);
    let mut form = FileForm {
        encoding,
        bom: Mark::Either,
        ..FileForm::default()
    };
    let text = text(sample, encoding);
    let (crlf, lf) = (text.matches("\r\n").count(), text.matches('\n').count());
    form.line_end = match (crlf, lf) {
        (0, 1..) => LineEnd::Lf,
        (some, all) if some == all && all > 0 => LineEnd::Crlf,
        _ => LineEnd::Any,
    };
    let first = text.lines().next().unwrap_or_default();
    let most = [',', '\t', ';']
        .into_iter()
        .max_by_key(|c| first.matches(*c).count());
    // Of several that are equally frequent the last is the greatest: a comma is likelier than none.
    form.delimiter = most.filter(|c| first.contains(*c)).unwrap_or(',');
    form.quote = if first.contains('"') || text.contains(&format!("{}\"", form.delimiter)) {
        Some('"')
    } else if first.starts_with('\'') {
        Some('\'')
    } else {
        None
    };
    let names = first
        .split(form.delimiter)
        .map(|cell| cell.trim_matches(|c| Some(c) == form.quote || c == '\u{FEFF}' || c == ' '));
    // Names of items have no digits only, and none of them is empty.
    form.header = names.clone().count() > 1
        && names
            .clone()
            .all(|name| !name.is_empty() && !name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
    form
}

fn encoding(sample: &[u8]) -> Encoding {
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        if sample.starts_with(encoding.mark()) {
            return encoding;
        }
    }
    let zeros = |from: usize| {
        sample
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    // Commas and digits of UTF-16 have a zero byte: behind them where the little end is first.
    if (zeros(0) + zeros(1)) * 20 > sample.len() {
        return if zeros(1) >= zeros(0) {
            Encoding::Utf16Le
        } else {
            Encoding::Utf16Be
        };
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Encoding::Utf8,
        // Only the end is cut off in the middle of a character.
        Err(error) if error.error_len().is_none() => Encoding::Utf8,
        Err(_) => Encoding::ShiftJis,
    }
}

fn text(sample: &[u8], encoding: Encoding) -> String {
    let mut text = String::with_capacity(sample.len() * 3);
    let _ = encoding.decoder().decode_to_string(sample, &mut text, false);
    text
}

/// The sample up to its last whole line, where it is the beginning of a longer file.
#[must_use]
pub fn whole_lines(sample: &[u8]) -> &[u8] {
    let end = match encoding(sample) {
        Encoding::Utf16Le => last(sample, [0x0A, 0x00]),
        Encoding::Utf16Be => last(sample, [0x00, 0x0A]),
        Encoding::Utf8 | Encoding::ShiftJis => {
            sample.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1)
        }
    };
    sample.get(..end.unwrap_or(sample.len())).unwrap_or(sample)
}

fn last(sample: &[u8], unit: [u8; 2]) -> Option<usize> {
    let units = sample.as_chunks::<2>().0;
    units.iter().rposition(|two| *two == unit).map(|at| (at + 1) * 2)
}

/// How a layout reads a sample.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preview {
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// How many rows were read, rejected ones included.
    pub read: u64,
    /// How many were rejected.
    pub rejected: u64,
    /// How often each reason came at each item; an empty item is a row as a whole.
    pub reasons: BTreeMap<(String, &'static str), u64>,
}

/// A row of a preview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PreviewRow {
    /// The row of the file.
    pub row: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub rejects: Vec<Reject>,
}

/// Reads a sample by a layout, and shows the first rows; those that were rejected come in the place of some that were
/// not, so that what is wrong is seen.
///
/// # Errors
/// If the sample cannot be that layout at all.
pub fn preview(sample: &[u8], layout: &Layout, today: NaiveDate, shown: usize) -> Result<Preview, Fault> {
    let limits = Limits {
        rejected_rows: u64::MAX,
        ..Limits::default()
    };
    let mut reader = Reader::new(sample, layout, today, limits)?;
    let mut preview = Preview::default();
    while let Some(outcome) = reader.next() {
        let rejects = match outcome? {
            Outcome::Entry(_) => Vec::new(),
            Outcome::Rejected(rejects) => rejects,
        };
        preview.read += 1;
        preview.rejected += u64::from(!rejects.is_empty());
        for reject in &rejects {
            let reason = (reject.item.clone(), reject.reason.text());
            *preview.reasons.entry(reason).or_default() += 1;
        }
        if preview.rows.len() < shown || (!rejects.is_empty() && preview.rows.len() < shown * 2) {
            preview.rows.push(PreviewRow {
                row: reader.row(),
                cells: reader.cells(),
                rejects,
            });
        }
    }
    Ok(preview)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "宛名番号,履歴番号,鑑札番号,登録年月日\r\n1,1,A-1,2020-01-01\r\n2,1,A-2,x\r\n";

    #[test]
    fn the_form_is_guessed_from_the_first_bytes() {
        for encoding in [
            Encoding::Utf8,
            Encoding::ShiftJis,
            Encoding::Utf16Le,
            Encoding::Utf16Be,
        ] {
            for (rows, line_end) in [
                (ROWS.to_owned(), LineEnd::Crlf),
                (ROWS.replace('\r', ""), LineEnd::Lf),
            ] {
                let form = guess(&encoding.encode(&rows));
                assert_eq!((form.encoding, form.line_end), (encoding, line_end));
                assert_eq!(
                    (form.delimiter, form.quote, form.header),
                    (',', None, true),
                    "{encoding:?}"
                );
            }
        }
        let quoted = guess("\"100\"\t\"あ\"\n".as_bytes());
        assert_eq!(
            (quoted.delimiter, quoted.quote, quoted.header),
            ('\t', Some('"'), false)
        );
        assert_eq!(guess(b"").encoding, Encoding::Utf8);
    }

    #[test]
    fn a_sample_ends_with_a_whole_line() {
        for encoding in [
            Encoding::Utf8,
            Encoding::ShiftJis,
            Encoding::Utf16Le,
            Encoding::Utf16Be,
        ] {
            let whole = encoding.encode(ROWS);
            let cut = [&*whole, &encoding.encode("3,1,鑑")].concat();
            assert_eq!(whole_lines(&cut), whole, "{encoding:?}");
        }
    }

    #[test]
    fn a_preview_shows_the_cells_and_what_is_wrong_with_them() {
        let layout = Layout::find("dog").unwrap();
        let today = "2026-11-28".parse().unwrap();
        let preview = preview(ROWS.as_bytes(), layout, today, 5).unwrap();
        assert_eq!(
            (preview.read, preview.rejected),
            (2, 2),
            "no number has a check digit"
        );
        assert_eq!(preview.rows[1].cells, ["2", "1", "A-2", "x"]);
        assert!(preview.reasons.keys().any(|(item, _)| item == "登録年月日"));
        let rows = crate::first_rows(ROWS.as_bytes(), &guess(ROWS.as_bytes()), 2).unwrap();
        assert_eq!(rows[0][2], "鑑札番号");
    }
}
