//! The records of a file's beginning as they stand, to leave some out without reading the rest.

use std::collections::BTreeSet;

use crate::layout::{Encoding, FileForm};

/// Digits of a 宛名番号 and of a 世帯番号.
const DIGITS: usize = 15;

/// Digits of the shortest number that is told from a code or a day.
const SHORTEST: usize = 4;

/// One record with its line end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record<'a> {
    /// Its bytes in the file.
    pub bytes: &'a [u8],
    /// The numbers in it of four digits or more, filled up with zeros to fifteen.
    pub numbers: BTreeSet<String>,
}

/// The records of a sample in its order; together they are the sample. A quoted cell is never cut: where a quote is not
/// closed, all that follows is one record.
#[must_use]
pub fn records<'a>(sample: &'a [u8], form: &FileForm) -> Vec<Record<'a>> {
    let width = match form.encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => 2,
        Encoding::Utf8 | Encoding::ShiftJis => 1,
    };
    let unit = |bytes: &[u8]| match (form.encoding, bytes) {
        (Encoding::Utf16Le, [low, high]) | (Encoding::Utf16Be, [high, low]) => {
            u32::from(u16::from_be_bytes([*high, *low]))
        }
        (_, [byte]) => u32::from(*byte),
        _ => 0,
    };
    let quote = form.quote.map(u32::from);
    let mut records = Vec::new();
    let (mut start, mut quoted, mut digits) = (0, false, String::new());
    let mut numbers = BTreeSet::new();
    for (at, unit) in sample.chunks(width).map(unit).enumerate() {
        match char::from_u32(unit).filter(char::is_ascii_digit) {
            Some(digit) => digits.push(digit),
            None => numbers.extend(number(&std::mem::take(&mut digits))),
        }
        quoted ^= Some(unit) == quote;
        if unit == u32::from('\n') && !quoted {
            let end = (at + 1) * width;
            records.push(Record {
                bytes: &sample[start..end],
                numbers: std::mem::take(&mut numbers),
            });
            start = end;
        }
    }
    if start < sample.len() {
        numbers.extend(number(&digits));
        records.push(Record {
            bytes: &sample[start..],
            numbers,
        });
    }
    records
}

fn number(digits: &str) -> Option<String> {
    (SHORTEST..=DIGITS)
        .contains(&digits.len())
        .then(|| format!("{digits:0>DIGITS$}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::guess;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 4] = [
        Encoding::Utf8,
        Encoding::ShiftJis,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
    ];

    #[test]
    fn records_end_where_lines_end_outside_quotes() {
        let text = "\"番号\",\"住所\"\r\n\"1234\",\"本町\n1番\"\r\n\"000000000000034\",\"瀬\"\r\n";
        for encoding in ENCODINGS {
            let bytes = encoding.encode(text);
            let found = records(&bytes, &guess(&bytes));
            let numbers: Vec<Vec<&str>> = found
                .iter()
                .map(|record| record.numbers.iter().map(String::as_str).collect())
                .collect();
            let expected: [&[&str]; 3] = [&[], &["000000000001234"], &["000000000000034"]];
            assert_eq!(numbers, expected, "{encoding:?}");
        }
    }

    #[test]
    fn behind_an_open_quote_everything_is_one_record() {
        let bytes = b"\"a\",\"b\"\n\"1\",\"2\n3\n";
        assert_eq!(records(bytes, &guess(bytes)).len(), 2);
    }

    proptest! {
        #[test]
        fn together_they_are_the_sample(text in "[0-9\"',\na-z表能\u{5022}]{0,80}", which in 0usize..4) {
            let bytes = ENCODINGS[which].encode(&text);
            let mut form = guess(&bytes);
            form.encoding = ENCODINGS[which];
            let joined: Vec<u8> = records(&bytes, &form).iter().flat_map(|record| record.bytes).copied().collect();
            prop_assert_eq!(joined, bytes);
        }
    }
}
