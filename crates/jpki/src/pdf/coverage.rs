//! What a signature covers: everything but its own hexadecimal string, or the file has been changed since.

use std::ops::Range as Bytes;

use super::find::{Dictionary, hex};
use super::refusal::PdfRefusal;

/// How much of a file a signature covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coverage {
    /// All of it.
    Whole,
    /// An earlier state of it, so many bytes: something was added after signing.
    ChangedAfter {
        /// The length of the signed state.
        signed_length: usize,
    },
}

/// A byte range that was checked.
pub(super) struct Range {
    /// The signature's own hexadecimal string, with its angle brackets.
    pub(super) gap: (usize, usize),
    /// Where what is signed ends.
    pub(super) end: usize,
}

impl Range {
    /// Two ranges: from the first byte of the file to the signature, and from there to the end of a state of the file.
    /// Between them is nothing but this dictionary's own `Contents`, written in hexadecimal.
    pub(super) fn check(dictionary: &Dictionary, bytes: &[u8]) -> Result<Self, PdfRefusal> {
        let wrong = PdfRefusal::ByteRange;
        let [start, first, second, length] = dictionary.byte_range;
        let end = second.checked_add(length).ok_or(wrong)?;
        if start != 0 || length == 0 || end > bytes.len() {
            return Err(wrong);
        }
        let gap: Bytes<usize> = first..second;
        // The dictionary holds the gap, and what is signed holds the dictionary.
        if gap.start <= dictionary.place.start
            || gap.end >= dictionary.place.end
            || end < dictionary.place.end
        {
            return Err(wrong);
        }
        let written = bytes.get(gap).ok_or(wrong)?;
        let [b'<', digits @ .., b'>'] = written else {
            return Err(wrong);
        };
        if !spells(digits, &dictionary.contents) {
            return Err(PdfRefusal::Contents);
        }
        let signed = bytes.get(..end).ok_or(wrong)?;
        if end != bytes.len() && !signed.trim_ascii_end().ends_with(b"%%EOF") {
            return Err(wrong);
        }
        Ok(Self {
            gap: (first, second),
            end,
        })
    }

    pub(super) fn coverage(&self, bytes: &[u8]) -> Coverage {
        if self.end == bytes.len() {
            Coverage::Whole
        } else {
            Coverage::ChangedAfter {
                signed_length: self.end,
            }
        }
    }

    /// What is signed.
    pub(super) fn signed(&self, bytes: &[u8]) -> Vec<u8> {
        let before = bytes.get(..self.gap.0).unwrap_or_default();
        let after = bytes.get(self.gap.1..self.end).unwrap_or_default();
        [before, after].concat()
    }
}

/// Whether these digits are exactly these bytes in hexadecimal, two for each.
fn spells(digits: &[u8], bytes: &[u8]) -> bool {
    let (pairs, rest) = digits.as_chunks::<2>();
    let values = pairs
        .iter()
        .map(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?));
    rest.is_empty() && values.eq(bytes.iter().copied().map(Some))
}
