//! Rows of any file, for readers that have definitions of their own.

use std::io::Read;

use super::Limits;
use super::record::{Found, Problem, Records};
use crate::fault::{Fault, Reason};
use crate::layout::FileForm;

/// One row of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// Its cells as they are.
    Cells(Vec<String>),
    /// Its form is broken, and why.
    Broken(Reason),
}

/// A file as a stream of rows with their places. Blank lines are passed.
pub struct Rows<R> {
    records: Records<R>,
}

impl<R: Read> Rows<R> {
    /// Begins to read, and looks at the mark.
    pub fn new(file: R, form: &FileForm, limits: Limits) -> Result<Self, Fault> {
        let records = Records::new(file, form, limits)?;
        Ok(Self { records })
    }

    fn read(&mut self) -> Result<Option<(u64, Row)>, Fault> {
        loop {
            let row = match self.records.next()? {
                Found::End => return Ok(None),
                Found::Row if self.records.record().is_blank() => continue,
                Found::Row => Row::Cells(self.records.record().iter().map(str::to_owned).collect()),
                Found::Broken(Problem::TornQuote) => Row::Broken(Reason::TornQuote),
                Found::Broken(Problem::TooLong) => Row::Broken(Reason::TooLong),
            };
            return Ok(Some((self.records.row(), row)));
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<(u64, Row), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_with_their_places_and_broken_ones_are_told() {
        let file = "a,b\r\n\r\n1,\"x\"y\r\n\"2\",z\r\n".as_bytes();
        let rows = Rows::new(file, &FileForm::default(), Limits::default()).unwrap();
        let rows: Vec<(u64, Row)> = rows.map(Result::unwrap).collect();
        let cells = |cells: [&str; 2]| Row::Cells(cells.map(str::to_owned).to_vec());
        assert_eq!(rows[0], (1, cells(["a", "b"])));
        assert_eq!(rows[1], (3, Row::Broken(Reason::TornQuote)));
        assert_eq!(rows[2], (4, cells(["2", "z"])));
    }
}
