//! Rows and cells of a text.

use std::io::Read;

use super::Limits;
use super::text::Text;
use crate::fault::Fault;
use crate::layout::{FileForm, LineEnd};

/// What is wrong with the form of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Problem {
    /// A quoted cell does not end, or ends too early.
    TornQuote,
    /// A cell is longer than the limit.
    TooLong,
}

/// What was found where a row could be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// A row whose form is sound.
    Row,
    /// A row whose form is not.
    Broken(Problem),
    /// The end.
    End,
}

impl Found {
    fn row(problem: Option<Problem>) -> Self {
        problem.map_or(Self::Row, Self::Broken)
    }
}

/// The cells of one row.
#[derive(Default)]
pub(crate) struct Record {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Cells that were not kept, because there are more than the limit.
    more: usize,
}

impl Record {
    /// How many cells the row has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len() + self.more
    }

    /// A cell; empty for one that is not there.
    pub(crate) fn cell(&self, at: usize) -> &str {
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied();
        let bytes = self
            .ends
            .get(at)
            .and_then(|end| self.text.get(start.unwrap_or(0)..*end))
            .unwrap_or_default();
        // Cells are cut at ASCII characters of valid UTF-8 only.
        std::str::from_utf8(bytes).unwrap_or("\u{FFFD}")
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.cell(at))
    }

    /// Whether the line has nothing on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.len() <= 1 && self.text.is_empty()
    }

    /// Replaces every cell by what a function makes of it.
    pub(crate) fn replace(&mut self, mut made: impl FnMut(&str, &mut String)) {
        let mut text = String::with_capacity(self.text.len());
        let mut ends = Vec::with_capacity(self.ends.len());
        for cell in self.iter() {
            made(cell, &mut text);
            ends.push(text.len());
        }
        (self.text, self.ends) = (text.into_bytes(), ends);
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.more = 0;
    }
}

/// Where in a row the splitting is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Begin,
    /// In a cell without quotes.
    Plain,
    /// Within quotes.
    Quoted,
    /// After a quote within quotes: the cell's end, or a quote of the text.
    AfterQuote,
    /// The row is broken: passing what is left of its line.
    Passing,
}

/// The rows of a text, one after the other.
pub(crate) struct Records<R> {
    text: Text<R>,
    piece: Vec<u8>,
    at: usize,
    delimiter: u8,
    quote: Option<u8>,
    breaks_in_cells: bool,
    crlf_only: bool,
    limits: Limits,
    record: Record,
    cell_start: usize,
    row: u64,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(file: R, form: &FileForm, limits: Limits) -> Result<Self, Fault> {
        let ascii = |c: char| u8::try_from(c).unwrap_or(b',');
        Ok(Self {
            text: Text::new(file, form)?,
            piece: Vec::new(),
            at: 0,
            delimiter: ascii(form.delimiter),
            quote: form.quote.map(ascii),
            breaks_in_cells: form.line_breaks_in_cells,
            crlf_only: form.line_end == LineEnd::Crlf,
            limits,
            record: Record::default(),
            cell_start: 0,
            row: 0,
        })
    }

    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    pub(crate) fn record_mut(&mut self) -> &mut Record {
        &mut self.record
    }

    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }

    /// Reads the next row.
    pub(crate) fn next(&mut self) -> Result<Found, Fault> {
        self.record.clear();
        self.cell_start = 0;
        let (mut state, mut problem, mut begun) = (State::Begin, None, false);
        loop {
            if self.at == self.piece.len() && !self.refill()? {
                return self.at_end(state, problem, begun);
            }
            if !begun {
                begun = true;
                self.row += 1;
            }
            if self.run(state) {
                continue;
            }
            let byte = self.piece[self.at];
            self.at += 1;
            if byte == b'\n' && self.ends_row(state) {
                if state == State::Quoted {
                    problem = Some(Problem::TornQuote);
                }
                self.end_of_line(state);
                return Ok(Found::row(problem));
            }
            state = self.step(state, byte, &mut problem);
        }
    }

    /// Takes a run of bytes that mean nothing to the splitting. Whether there was one.
    fn run(&mut self, state: State) -> bool {
        let rest = &self.piece[self.at..];
        let special = |byte: &u8| {
            *byte == b'\n' || *byte == b'\r' || *byte == self.delimiter || Some(*byte) == self.quote
        };
        let length = match state {
            State::Plain | State::Quoted => rest.iter().position(special).unwrap_or(rest.len()),
            State::Passing => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
            State::Begin | State::AfterQuote => 0,
        };
        let kept = self.record.text.len() - self.cell_start;
        // A cell that is too long is found by its next byte.
        let length = if state == State::Passing {
            length
        } else {
            length.min((self.limits.cell_bytes + 1).saturating_sub(kept))
        };
        if length == 0 {
            return false;
        }
        if state != State::Passing && self.record.ends.len() < self.limits.cells {
            let run = &self.piece[self.at..self.at + length];
            self.record.text.extend_from_slice(run);
        }
        self.at += length;
        true
    }

    fn step(&mut self, state: State, byte: u8, problem: &mut Option<Problem>) -> State {
        let quote = self.quote == Some(byte);
        let next = match state {
            State::Passing => return State::Passing,
            State::Begin if quote => State::Quoted,
            State::Quoted if quote => State::AfterQuote,
            State::AfterQuote if quote => {
                self.keep(byte);
                State::Quoted
            }
            State::Begin | State::Plain | State::AfterQuote if byte == self.delimiter => {
                self.end_of_cell();
                State::Begin
            }
            // Before a line feed it belongs to the line's end, which takes it away again.
            State::AfterQuote if byte == b'\r' => State::AfterQuote,
            State::AfterQuote => {
                *problem = Some(Problem::TornQuote);
                return State::Passing;
            }
            // A quote within a cell that has none around it.
            State::Plain if quote => {
                *problem = Some(Problem::TornQuote);
                return State::Passing;
            }
            State::Begin | State::Plain => {
                self.keep(byte);
                State::Plain
            }
            State::Quoted => {
                self.keep(byte);
                State::Quoted
            }
        };
        if self.record.text.len() - self.cell_start.min(self.record.text.len()) > self.limits.cell_bytes {
            *problem = Some(Problem::TooLong);
            return State::Passing;
        }
        next
    }

    fn keep(&mut self, byte: u8) {
        if self.record.ends.len() < self.limits.cells {
            self.record.text.push(byte);
        }
    }

    /// Whether a line feed ends the row here.
    fn ends_row(&self, state: State) -> bool {
        let in_cell = state == State::Quoted && self.breaks_in_cells;
        let wrong_end = self.crlf_only && state == State::Plain && self.record.text.last() != Some(&b'\r');
        !in_cell && !wrong_end
    }

    fn end_of_line(&mut self, state: State) {
        if state == State::Plain && self.record.text.last() == Some(&b'\r') {
            self.record.text.pop();
        }
        if state != State::Passing {
            self.end_of_cell();
        }
    }

    fn end_of_cell(&mut self) {
        if self.record.ends.len() < self.limits.cells {
            self.record.ends.push(self.record.text.len());
        } else {
            self.record.more += 1;
        }
        self.cell_start = self.record.text.len();
    }

    fn refill(&mut self) -> Result<bool, Fault> {
        let piece = self.text.next()?;
        self.piece.clear();
        self.piece.extend_from_slice(piece);
        self.at = 0;
        Ok(!self.piece.is_empty())
    }

    fn at_end(&mut self, state: State, problem: Option<Problem>, begun: bool) -> Result<Found, Fault> {
        if !begun {
            return Ok(Found::End);
        }
        if state == State::Quoted {
            if self.breaks_in_cells {
                return Err(Fault::TornQuote(self.row));
            }
            return Ok(Found::Broken(Problem::TornQuote));
        }
        self.end_of_line(state);
        Ok(Found::row(problem))
    }
}
