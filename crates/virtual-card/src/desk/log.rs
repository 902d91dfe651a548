//! What was sent to cards: header, lengths and status. Data are not kept, neither sent nor answered, except which
//! application or file was selected.

use std::collections::VecDeque;
use std::fmt::Write;

use serde::Serialize;

/// How many commands are kept.
const KEPT: usize = 2_000;

/// One command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LogEntry {
    /// Counts up, from 1.
    pub number: u64,
    /// The reader.
    pub reader: usize,
    /// Class, instruction and parameters, in hexadecimal.
    pub command: String,
    /// What was selected, in hexadecimal, if the command selects.
    pub selected: Option<String>,
    /// How many bytes followed the four of the header.
    pub sent: usize,
    /// How many bytes were answered, without the status.
    pub answered: usize,
    /// The status word, in hexadecimal.
    pub status: String,
}

/// The last commands.
#[derive(Default)]
pub(super) struct Log {
    entries: VecDeque<LogEntry>,
    count: u64,
}

impl Log {
    pub(super) fn add(&mut self, reader: usize, command: &[u8], answer: &[u8]) {
        self.count += 1;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        let (header, rest) = command.split_at(command.len().min(4));
        let (data, status) = answer.split_at(answer.len().saturating_sub(2));
        self.entries.push_back(LogEntry {
            number: self.count,
            reader,
            command: hexadecimal(header),
            selected: matches!(header, [0, 0xA4, ..]).then(|| hexadecimal(rest.get(1..).unwrap_or_default())),
            sent: rest.len(),
            answered: data.len(),
            status: hexadecimal(status),
        });
    }

    pub(super) fn entries(&self) -> Vec<LogEntry> {
        self.entries.iter().cloned().collect()
    }
}

/// Capital hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}
