//! The bytes of a file as UTF-8, piece by piece.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder};

use crate::fault::Fault;
use crate::layout::{Encoding, FileForm, Mark};

/// Bytes read at once.
const PIECE: usize = 64 * 1024;
/// Room for a piece as UTF-8: no encoding here grows more than threefold.
const ROOM: usize = PIECE * 3 + 64;

/// A file as UTF-8. Bytes that the encoding does not have become U+FFFD.
pub(super) struct Text<R> {
    file: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// What of `bytes` waits to be decoded.
    waiting: std::ops::Range<usize>,
    at_end: bool,
    finished: bool,
    read: u64,
    piece: Vec<u8>,
}

impl<R: Read> Text<R> {
    /// Begins to read, and looks at the mark.
    pub(super) fn new(file: R, form: &FileForm) -> Result<Self, Fault> {
        let mut text = Self {
            file,
            decoder: form.encoding.decoder(),
            bytes: vec![0; PIECE],
            waiting: 0..0,
            at_end: false,
            finished: false,
            read: 0,
            piece: vec![0; ROOM],
        };
        text.fill()?;
        text.pass_mark(form)?;
        Ok(text)
    }

    /// The next piece of text; empty at the end.
    pub(super) fn next(&mut self) -> Result<&[u8], Fault> {
        loop {
            if self.finished {
                return Ok(&[]);
            }
            if self.waiting.is_empty() && !self.at_end {
                self.fill()?;
            }
            let (result, read, written, _) =
                self.decoder
                    .decode_to_utf8(&self.bytes[self.waiting.clone()], &mut self.piece, self.at_end);
            self.waiting.start += read;
            self.finished = self.at_end && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(&self.piece[..written]);
            }
        }
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }

    fn fill(&mut self) -> Result<(), Fault> {
        let mut filled = 0;
        while filled < PIECE && !self.at_end {
            match self.file.read(&mut self.bytes[filled..]) {
                Ok(0) => self.at_end = true,
                Ok(some) => filled += some,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.read += filled as u64;
        self.waiting = 0..filled;
        Ok(())
    }

    fn pass_mark(&mut self, form: &FileForm) -> Result<(), Fault> {
        let bytes = &self.bytes[self.waiting.clone()];
        let expected = form.encoding.name();
        let begins = |encoding: Encoding| !encoding.mark().is_empty() && bytes.starts_with(encoding.mark());
        for other in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            if other != form.encoding && begins(other) {
                let found = other.name();
                return Err(Fault::Encoding { expected, found });
            }
        }
        // Text of an 8-bit encoding has no NUL; UTF-16 of Latin letters and commas is half of them.
        let zeros = bytes.iter().take(4_096).filter(|byte| **byte == 0).count();
        let eight_bit = matches!(form.encoding, Encoding::Utf8 | Encoding::ShiftJis);
        if eight_bit && zeros * 20 > bytes.len().min(4_096) {
            let found = "UTF-16";
            return Err(Fault::Encoding { expected, found });
        }
        let has_mark = begins(form.encoding);
        match form.bom {
            Mark::Required if !has_mark => return Err(Fault::Mark(expected)),
            Mark::Refused if has_mark => return Err(Fault::Mark(expected)),
            _ => {}
        }
        if has_mark {
            self.waiting.start += form.encoding.mark().len();
        }
        Ok(())
    }
}
