//! The cells of one row as what the layout says they are.

use std::borrow::Cow;

use chrono::NaiveDate;
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::characters::length;
use madoguchi_model::register_date::RegisterDate;

use super::header::Places;
use super::record::Record;
use crate::convert::date;
use crate::fault::{Reason, Reject};
use crate::layout::{Column, Kind, Layout, Role};

/// Bytes of the longest letter that a register has: an ideograph of the supplementary planes with its variation selector.
const LETTER_BYTES: usize = 8;
/// Bytes of what tells several things of a person apart: it is part of a key of the database.
const PART_BYTES: usize = 1_000;

/// A row being read. What is wrong with a cell is noted, and something empty given, so that one reading finds
/// everything that is wrong with a row.
pub(crate) struct Cells<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) today: NaiveDate,
    pub(crate) row: u64,
    places: &'a Places,
    record: &'a Record,
    rejects: Vec<Reject>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(
        layout: &'a Layout,
        places: &'a Places,
        record: &'a Record,
        row: u64,
        today: NaiveDate,
    ) -> Self {
        Self {
            layout,
            today,
            row,
            places,
            record,
            rejects: Vec::new(),
        }
    }

    /// The cell of a column; empty where the file does not have the column.
    pub(crate) fn cell(&self, column: usize) -> &'a str {
        let place = self.places.of.get(column).copied().flatten();
        let cell = place.map_or("", |place| self.record.cell(place));
        if !self.layout.dates.empty.is_empty() && self.stands_for_nothing(column, cell) {
            return "";
        }
        cell
    }

    /// Whether a date's cell has one of the layout's marks for no date.
    fn stands_for_nothing(&self, column: usize, cell: &str) -> bool {
        let is_date = self.layout.columns.get(column).map(|column| column.kind) == Some(Kind::Date);
        is_date && self.layout.dates.empty.iter().any(|mark| mark == cell)
    }

    /// The cell of an item.
    fn cell_of(&self, item: &str) -> &'a str {
        self.layout.column(item).map_or("", |column| self.cell(column))
    }

    /// Notes what is wrong with a column's cell.
    pub(crate) fn reject(&mut self, column: usize, reason: Reason) {
        let item = self.layout.columns.get(column).map(|column| column.item.clone());
        self.rejects.push(Reject {
            row: self.row,
            item: item.unwrap_or_default(),
            reason,
            addressee_number: None,
        });
    }

    /// Looks at the characters, the length and the form of every cell.
    pub(crate) fn check(&mut self) {
        for (at, column) in self.layout.columns.iter().enumerate() {
            if column.kind == Kind::Ignored {
                continue;
            }
            let cell = self.cell(at);
            if let Err(reason) = form(column, cell) {
                self.reject(at, reason);
            } else if column.kind == Kind::Code
                && !cell.is_empty()
                && self.layout.word(column, cell).is_none()
            {
                self.reject(at, Reason::UnknownCode);
            }
        }
    }

    /// The date of a column; none where it is empty. A date that is wrong is noted.
    pub(crate) fn date(&mut self, at: usize) -> Option<RegisterDate> {
        let column = self.layout.columns.get(at)?;
        let flag = column
            .unknown_flag
            .as_deref()
            .map_or("", |item| self.cell_of(item));
        let words = column
            .unknown_text
            .as_deref()
            .map_or("", |item| self.cell_of(item));
        let mut cell = Cow::Borrowed(self.cell(at));
        if self.layout.dates.era_digits
            && let Some(day) = date::era_digits(&cell)
        {
            cell = Cow::Owned(day);
        }
        match date::register_date(&cell, is_set(flag), words, self.today) {
            Ok(date) => date,
            Err(reason) => {
                self.reject(at, reason);
                None
            }
        }
    }

    /// 宛名番号 of the row, if it can be read.
    pub(crate) fn addressee_number(&self) -> Option<String> {
        let column = self.layout.role(Role::AddresseeNumber)?;
        let number: AddresseeNumber = self.cell(column).parse().ok()?;
        Some(number.to_string())
    }

    /// What was found wrong, if anything was.
    pub(crate) fn finish(mut self) -> Result<(), Vec<Reject>> {
        if self.rejects.is_empty() {
            return Ok(());
        }
        let number = self.addressee_number();
        for reject in &mut self.rejects {
            reject.addressee_number.clone_from(&number);
        }
        Err(self.rejects)
    }
}

/// Whether a flag is set.
pub(crate) fn is_set(cell: &str) -> bool {
    matches!(cell, "1" | "true" | "TRUE")
}

/// Whether a cell has more letters than an item may have, counted as people count them: a variation selector or a
/// combining mark is no letter of its own. Marks without end on one letter are more than any letter needs.
fn is_longer(cell: &str, most: usize) -> bool {
    cell.len() > most && (cell.len() > most * LETTER_BYTES || length(cell) > most)
}

fn form(column: &Column, cell: &str) -> Result<(), Reason> {
    if cell.is_empty() {
        // An unknown date may have nothing but its words; the date itself sees to that.
        let required = column.required && column.unknown_flag.is_none();
        return if required { Err(Reason::Empty) } else { Ok(()) };
    }
    if cell.contains('\u{FFFD}') {
        return Err(Reason::WrongEncoding);
    }
    if cell.chars().any(char::is_control) {
        return Err(Reason::ControlCharacter);
    }
    let is_long_part = column.role == Some(Role::Part) && cell.len() > PART_BYTES;
    if is_long_part || column.most.is_some_and(|most| is_longer(cell, most)) {
        return Err(Reason::TooManyCharacters);
    }
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
    match column.kind {
        Kind::PersonNumber if !(digits && cell.parse::<AddresseeNumber>().is_ok()) => Err(Reason::NotANumber),
        Kind::Number if !(digits && cell.len() <= 9) => Err(Reason::NotACount),
        Kind::Digits if !digits => Err(Reason::NotDigits),
        Kind::Flag if !(is_set(cell) || matches!(cell, "0" | "false" | "FALSE")) => Err(Reason::NotAFlag),
        _ => Ok(()),
    }
}
