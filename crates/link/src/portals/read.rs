//! A file of a portal as prepared cases.

use madoguchi_import::{Fault, Limits, Row, Rows};
use madoguchi_model::prepared_case::{Attachment, PreparedCase};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use thiserror::Error;

use super::mapping::{Mapping, Shape};
use super::prepare::prepare;
use super::zip::{self, Entry, ZipError};
use super::{Items, xml};

/// Bounds of one file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The most bytes, and of a zip the most bytes unpacked.
    pub bytes: usize,
    /// The most files in a zip.
    pub files: usize,
    /// The most applications.
    pub applications: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024 * 1024,
            files: 1_000,
            applications: 20_000,
        }
    }
}

/// One prepared case, and where it stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The row of CSV, header included, or the how-manieth application of the file.
    pub place: u64,
    /// The case.
    pub case: PreparedCase,
}

/// What is wrong with an application. It never says what stood there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where it stood, as for [`Taken`].
    pub place: u64,
    /// The item; empty for the application as a whole.
    pub item: String,
    /// What is wrong, in Japanese.
    pub problem: String,
    /// The application was not taken because of it; otherwise it was, without that item.
    pub refused: bool,
}

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notices {
    /// Applications that can be prepared.
    pub taken: Vec<Taken>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Why a file is not read at all.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It is no CSV by the mapping.
    #[error(transparent)]
    File(#[from] Fault),
    /// It is no zip that can be read.
    #[error(transparent)]
    Zip(#[from] ZipError),
    /// It is no XML.
    #[error("XMLとして読めません。")]
    Xml,
    /// It is too large, or holds too much.
    #[error("ファイルが大きすぎるか、申請が多すぎます。")]
    TooMuch,
    /// The zip has no file with applications.
    #[error("zipファイルの中に、申請データのファイルがありません。")]
    NoData,
}

/// Reads a file.
pub fn read(mapping: &Mapping, bytes: &[u8], bounds: Bounds) -> Result<Notices, ReadError> {
    if bytes.len() > bounds.bytes {
        return Err(ReadError::TooMuch);
    }
    let mut found = Notices::default();
    match mapping.shape {
        Shape::Csv => csv(mapping, bytes, &[], bounds, &mut found)?,
        Shape::Xml => elements(mapping, bytes, &[], bounds, &mut found)?,
        Shape::ZipCsv | Shape::ZipXml => {
            let entries = zip::entries(bytes, bounds.files, bounds.bytes)?;
            let is_data = |entry: &&Entry| entry.name.to_lowercase().ends_with(&mapping.data_suffix);
            let (data, others): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(is_data);
            if data.is_empty() {
                return Err(ReadError::NoData);
            }
            for file in data {
                // One application's folder holds its attachments; without folders they are all of the one's.
                let folder = file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let beside: Vec<Attachment> = others
                    .iter()
                    .filter(|other| folder.is_empty() || other.name.starts_with(&format!("{folder}/")))
                    .map(|other| attachment(other))
                    .collect();
                match mapping.shape {
                    Shape::ZipCsv => csv(mapping, &file.bytes, &beside, bounds, &mut found)?,
                    _ => elements(mapping, &file.bytes, &beside, bounds, &mut found)?,
                }
            }
        }
    }
    Ok(found)
}

fn attachment(entry: &Entry) -> Attachment {
    let digest = Sha256::digest(&entry.bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    Attachment {
        name: entry.name.clone(),
        digest,
        bytes: entry.bytes.len() as u64,
    }
}

fn csv(
    mapping: &Mapping,
    bytes: &[u8],
    attachments: &[Attachment],
    bounds: Bounds,
    found: &mut Notices,
) -> Result<(), ReadError> {
    let mut rows = Rows::new(bytes, &mapping.file, Limits::default())?;
    let header = match rows.next().transpose()? {
        Some((_, Row::Cells(header))) => header,
        Some(_) => return Err(Fault::Header.into()),
        None => return Err(Fault::Empty.into()),
    };
    let needed = [&mapping.fields.receipt_number, &mapping.fields.name];
    let missing: Vec<String> = needed
        .iter()
        .filter(|item| !header.contains(item))
        .map(|item| (*item).clone())
        .collect();
    if !missing.is_empty() {
        return Err(Fault::MissingColumns(missing).into());
    }
    for row in rows {
        let (place, row) = row?;
        let whole = |problem: &str| Problem {
            place,
            item: String::new(),
            problem: problem.to_owned(),
            refused: true,
        };
        match row {
            Row::Broken(reason) => found.problems.push(whole(reason.text())),
            Row::Cells(cells) if cells.len() != header.len() => {
                found.problems.push(whole("項目の数が、1行目と違います。"));
            }
            Row::Cells(cells) => {
                let mut items = Items::default();
                for (item, cell) in header.iter().zip(&cells) {
                    items.add(item, cell);
                }
                take(mapping, place, items, attachments, bounds, found)?;
            }
        }
    }
    Ok(())
}

fn elements(
    mapping: &Mapping,
    bytes: &[u8],
    attachments: &[Attachment],
    bounds: Bounds,
    found: &mut Notices,
) -> Result<(), ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::Xml)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    for items in xml::applications(text, &mapping.element).ok_or(ReadError::Xml)? {
        let place = (found.taken.len() + found.problems.iter().filter(|one| one.refused).count() + 1) as u64;
        take(mapping, place, items, attachments, bounds, found)?;
    }
    Ok(())
}

fn take(
    mapping: &Mapping,
    place: u64,
    items: Items,
    attachments: &[Attachment],
    bounds: Bounds,
    found: &mut Notices,
) -> Result<(), ReadError> {
    if found.taken.len() + found.problems.len() >= bounds.applications {
        return Err(ReadError::TooMuch);
    }
    let (case, problems) = prepare(mapping, items, attachments);
    let problem = |(item, problem): (String, &str), refused| Problem {
        place,
        item,
        problem: problem.into(),
        refused,
    };
    if let Some(case) = case {
        found.taken.push(Taken { place, case });
    } else {
        found
            .problems
            .extend(problems.into_iter().map(|one| problem(one, true)));
        return Ok(());
    }
    found
        .problems
        .extend(problems.into_iter().map(|one| problem(one, false)));
    Ok(())
}
