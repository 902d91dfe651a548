//! Whatever the bytes are, reading ends, drops nothing in silence and does not crash.

use madoguchi_import::Layout;
use proptest::prelude::*;

use super::support::{changed, file, read, register, residents};

/// Rows that are not blank, as a simple reader of files without quotes counts them.
fn rows(text: &str) -> usize {
    text.split('\n')
        .filter(|line| !line.trim_end_matches('\r').is_empty())
        .count()
}

fn plain() -> Layout {
    changed(&[("header = true", "header = false"), ("quote = \"\\\"\"\n", "")])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..4_000)) {
        for layout in Layout::all() {
            read(layout, &bytes);
        }
    }

    #[test]
    fn every_row_becomes_an_entry_or_rejects(text in "[0-9a,\r\n\"\u{3042}\t\u{0}\u{7f}]{0,400}") {
        let layout = {
            let mut layout = plain();
            layout.file.quote = None;
            layout
        };
        let (entries, rejects, fault) = read(&layout, text.as_bytes());
        if fault.is_none() {
            let mut told: Vec<u64> = rejects.iter().map(|reject| reject.row).collect();
            told.dedup();
            prop_assert_eq!(entries.len() + told.len(), rows(&text));
        }
    }

    #[test]
    fn damage_costs_at_most_the_rows_it_touches(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let people = &register()[..30];
        let mut bytes = file(residents(), people);
        let header = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let place = header + at.index(bytes.len() - header);
        bytes[place] = byte;
        let (entries, rejects, fault) = read(residents(), &bytes);
        prop_assert!(fault.is_none(), "{:?}", fault);
        prop_assert!(entries.len() >= 28, "{:?}", rejects);
    }
}
