//! National data of places: 郵便番号データ (日本郵便) and アドレス・ベース・レジストリ (デジタル庁).
//!
//! What a file is, is seen from its first row. Every row becomes a [`PlaceRow`], is passed because it is not in force, or
//! is rejected with its reason; nothing is dropped in silence. See `docs/addresses.md` for the sources and their terms.

mod abr;
mod chome;
mod postcode;
mod rows;
mod towns;
mod zip;

use std::io::{Cursor, Read};

use chrono::NaiveDate;

use crate::fault::{Fault, Reason, Reject};
use crate::layout::{Encoding, FileForm, Mark};
use crate::read::Limits;
use crate::read::record::{Found, Problem, Record, Records};
pub use rows::{NumberKind, NumberRow, PlaceRow, PostcodeRow, TownRow};
pub use zip::{ZipFault, csv_files};

/// What kind of file it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlaceFile {
    /// 郵便番号データ 住所の郵便番号: `ken_all.csv` (`Shift_JIS`), `utf_ken_all.csv`, and those of one prefecture.
    Postcodes,
    /// 郵便番号データ 事業所の個別郵便番号: `jigyosyo.csv`.
    Offices,
    /// ABR 町字マスター: `mt_town`.
    Towns,
    /// ABR 住居表示－街区マスター: `mt_rsdtdsp_blk`.
    Blocks,
    /// ABR 住居表示－住居マスター: `mt_rsdtdsp_rsdt`.
    Residences,
    /// ABR 地番マスター: `mt_parcel`.
    Parcels,
    /// ABR 市区町村マスター: `mt_city`. Its names are part of every other file; it is only checked.
    Cities,
}

impl PlaceFile {
    /// The stable code, for columns and messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Postcodes => "postcodes",
            Self::Offices => "offices",
            Self::Towns => "towns",
            Self::Blocks => "blocks",
            Self::Residences => "residences",
            Self::Parcels => "parcels",
            Self::Cities => "cities",
        }
    }

    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Postcodes => "郵便番号データ（住所の郵便番号）",
            Self::Offices => "郵便番号データ（事業所の個別郵便番号）",
            Self::Towns => "町字マスター",
            Self::Blocks => "住居表示－街区マスター",
            Self::Residences => "住居表示－住居マスター",
            Self::Parcels => "地番マスター",
            Self::Cities => "市区町村マスター",
        }
    }

    /// Whether it is of 日本郵便.
    #[must_use]
    pub fn is_postcode(self) -> bool {
        matches!(self, Self::Postcodes | Self::Offices)
    }
}

/// What became of a row, or of several that are one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlaceOutcome {
    /// It is one or more places.
    Rows(Vec<PlaceRow>),
    /// It is not in force on the day of the import: abolished, or not yet.
    NotInForce,
    /// It was not taken.
    Rejected(Reject),
}

/// A file of places as a stream.
pub struct PlaceReader<R> {
    records: Records<std::io::Chain<Cursor<Vec<u8>>, R>>,
    kind: PlaceFile,
    today: NaiveDate,
    columns: abr::Columns,
    /// The first row, where it is none of names.
    first: Option<Found>,
    towns: postcode::Assembly,
}

/// How much of a file is looked at to see its encoding.
const LOOKED_AT: usize = 256 * 1024;

impl<R: Read> PlaceReader<R> {
    /// Begins to read: sees the encoding (UTF-8 or `Shift_JIS`) and what kind of file it is. `today` says which rows are
    /// in force.
    pub fn new(mut file: R, today: NaiveDate) -> Result<Self, Fault> {
        let mut head = Vec::new();
        file.by_ref().take(LOOKED_AT as u64).read_to_end(&mut head)?;
        let form = FileForm {
            encoding: encoding(&head),
            bom: Mark::Either,
            ..FileForm::default()
        };
        let mut records = Records::new(Cursor::new(head).chain(file), &form, Limits::default())?;
        let found = records.next()?;
        if found == Found::End {
            return Err(Fault::Empty);
        }
        let first = records.record();
        let columns = abr::Columns::of_header(first);
        let (kind, first) = match (columns.kind(), first.len()) {
            (Some(kind), _) => (kind, None),
            (None, 15) => (PlaceFile::Postcodes, Some(found)),
            (None, 13) => (PlaceFile::Offices, Some(found)),
            _ => return Err(Fault::Header),
        };
        Ok(Self {
            records,
            kind,
            today,
            columns,
            first,
            towns: postcode::Assembly::default(),
        })
    }

    /// What kind of file it is.
    #[must_use]
    pub fn kind(&self) -> PlaceFile {
        self.kind
    }

    /// The row that was read last, 1 for the first.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.records.row()
    }

    /// What became of the next row; none at the end.
    pub fn read(&mut self) -> Result<Option<PlaceOutcome>, Fault> {
        loop {
            let found = match self.first.take() {
                Some(found) => found,
                None => self.records.next()?,
            };
            let row = self.records.row();
            let problem = match found {
                Found::End => return Ok(self.towns.finish().map(PlaceOutcome::Rows)),
                Found::Broken(Problem::TornQuote) => Some(Reason::TornQuote),
                Found::Broken(Problem::TooLong) => Some(Reason::TooLong),
                Found::Row => None,
            };
            if let Some(reason) = problem {
                return Ok(Some(rejected(row, "", reason)));
            }
            let record = self.records.record();
            if record.is_blank() {
                continue;
            }
            let outcome = match read(self.kind, &self.columns, &mut self.towns, record, self.today) {
                Ok(Some(outcome)) => outcome,
                Ok(None) => continue,
                Err((item, reason)) => rejected(row, item, reason),
            };
            return Ok(Some(outcome));
        }
    }
}

type Wrong = (&'static str, Reason);

fn read(
    kind: PlaceFile,
    columns: &abr::Columns,
    towns: &mut postcode::Assembly,
    record: &Record,
    today: NaiveDate,
) -> Result<Option<PlaceOutcome>, Wrong> {
    if record.iter().any(|cell| cell.contains('\u{FFFD}')) {
        return Err(("", Reason::WrongEncoding));
    }
    match kind {
        PlaceFile::Postcodes => Ok(towns.take(record)?.map(PlaceOutcome::Rows)),
        PlaceFile::Offices => Ok(Some(PlaceOutcome::Rows(vec![PlaceRow::Postcode(
            postcode::office(record)?,
        )]))),
        _ => abr::row(kind, columns, record, today).map(Some),
    }
}

fn rejected(row: u64, item: &str, reason: Reason) -> PlaceOutcome {
    PlaceOutcome::Rejected(Reject {
        row,
        item: item.to_owned(),
        reason,
        addressee_number: None,
    })
}

/// UTF-8 where the beginning is UTF-8 (it may be cut within a character), `Shift_JIS` otherwise.
fn encoding(head: &[u8]) -> Encoding {
    match std::str::from_utf8(head) {
        Ok(_) => Encoding::Utf8,
        Err(error) if error.error_len().is_none() && head.len() == LOOKED_AT => Encoding::Utf8,
        Err(_) => Encoding::ShiftJis,
    }
}
