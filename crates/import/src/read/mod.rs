//! Reading a file by a layout.

mod cells;
mod header;
mod private_use;
pub(crate) mod record;
mod rows;
mod text;

use std::io::Read;

use chrono::NaiveDate;

use crate::convert;
use crate::entry::Entry;
use crate::fault::{Fault, Reason, Reject};
use crate::layout::Layout;
pub(crate) use cells::{Cells, is_set};
use header::Places;
use private_use::Replacements;
pub(crate) use private_use::key as private_use;
use record::{Found, Problem, Records};
pub use rows::{Row, Rows};

/// Bounds that keep a broken file from taking more than its share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The most bytes of a cell, in UTF-8.
    pub cell_bytes: usize,
    /// The most cells of a row that are looked at.
    pub cells: usize,
    /// How many rejected rows end the reading.
    pub rejected_rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 32 * 1024,
            cells: 1_000,
            rejected_rows: 10_000,
        }
    }
}

/// What became of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was read.
    Entry(Entry),
    /// It was not, and why: at least one reason.
    Rejected(Vec<Reject>),
}

/// A file as a stream of entries and rejects. Reads on after a reject; ends after a [`Fault`].
pub struct Reader<'l, R> {
    layout: &'l Layout,
    records: Records<R>,
    places: Places,
    replacements: Replacements,
    today: NaiveDate,
    limits: Limits,
    rejected: u64,
    ended: bool,
}

impl<'l, R: Read> Reader<'l, R> {
    /// Begins to read: looks at the mark and the header. `today` bounds dates of which nothing is known, and says
    /// which statements are in force.
    pub fn new(file: R, layout: &'l Layout, today: NaiveDate, limits: Limits) -> Result<Self, Fault> {
        let mut records = Records::new(file, &layout.file, limits)?;
        let places = if layout.file.header {
            match records.next()? {
                Found::End => return Err(Fault::Empty),
                Found::Broken(_) => return Err(Fault::Header),
                Found::Row => Places::of_header(layout, records.record())?,
            }
        } else {
            Places::in_order(layout)
        };
        Ok(Self {
            layout,
            records,
            places,
            replacements: Replacements::new(layout),
            today,
            limits,
            rejected: 0,
            ended: false,
        })
    }

    /// Items of the header that the layout does not have; they are not read.
    #[must_use]
    pub fn ignored_items(&self) -> &[String] {
        &self.places.ignored
    }

    /// Whether the header has the items in another order than the layout.
    #[must_use]
    pub fn is_reordered(&self) -> bool {
        self.places.reordered
    }

    /// How many bytes of the file have been read.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }

    /// The row of the file that was read last.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.records.row()
    }

    /// Passes rows up to and including this one without reading what is in them, to go on where a run was.
    pub fn skip_to(&mut self, row: u64, rejected: u64) -> Result<(), Fault> {
        self.rejected = rejected;
        while self.records.row() < row && self.records.next()? != Found::End {}
        Ok(())
    }

    /// The cells of the next row as they are, for a preview; none at the end.
    pub fn preview(&mut self) -> Result<Option<Vec<String>>, Fault> {
        let found = self.records.next()?;
        let cells = || self.records.record().iter().map(str::to_owned).collect();
        Ok((found != Found::End).then(cells))
    }

    fn read(&mut self) -> Result<Option<Outcome>, Fault> {
        loop {
            let problem = match self.records.next()? {
                Found::End => return Ok(None),
                Found::Row => None,
                Found::Broken(problem) => Some(problem),
            };
            if problem.is_none() && self.records.record().is_blank() {
                continue;
            }
            let outcome = self.outcome(problem);
            if matches!(outcome, Outcome::Rejected(_)) {
                self.rejected += 1;
                if self.rejected > self.limits.rejected_rows {
                    return Err(Fault::TooManyRejects(self.limits.rejected_rows));
                }
            }
            return Ok(Some(outcome));
        }
    }

    fn outcome(&mut self, problem: Option<Problem>) -> Outcome {
        let row = self.records.row();
        let whole = |reason| {
            Outcome::Rejected(vec![Reject {
                row,
                item: String::new(),
                reason,
                addressee_number: None,
            }])
        };
        match problem {
            Some(Problem::TornQuote) => return whole(Reason::TornQuote),
            Some(Problem::TooLong) => return whole(Reason::TooLong),
            None => {}
        }
        self.replacements.apply(self.records.record_mut());
        let record = self.records.record();
        if record.len() != self.places.cells {
            return whole(Reason::CellCount);
        }
        let cells = Cells::new(self.layout, &self.places, record, row, self.today);
        match convert::entry(cells) {
            Ok(entry) => Outcome::Entry(entry),
            Err(rejects) => Outcome::Rejected(rejects),
        }
    }
}

impl<R: Read> Iterator for Reader<'_, R> {
    type Item = Result<Outcome, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
