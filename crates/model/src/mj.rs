//! 文字情報基盤: the number of a written character, and what it may be reduced to (縮退候補).
//!
//! From `data/mj_characters.csv` (CC BY-SA 2.1 JP, see `data/LICENSE.md`). The table is read through for each
//! question: it is asked only about characters that no font holds, a handful in a day.

use crate::characters::{base, is_variation_selector};

const TABLE: &str = include_str!("../data/mj_characters.csv");

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MjCharacter {
    /// The number of MJ文字図形名.
    pub number: u32,
    /// The character with its variation selector.
    pub written: &'static str,
    /// 縮退候補, one character after another.
    pub shrink: &'static str,
}

impl MjCharacter {
    /// MJ文字図形名, for example `MJ025760`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("MJ{:06}", self.number)
    }
}

fn rows() -> impl Iterator<Item = MjCharacter> {
    TABLE.lines().filter_map(|line| {
        let mut columns = line.split(',');
        Some(MjCharacter {
            number: columns.next()?.parse().ok()?,
            written: columns.next()?,
            shrink: columns.nth(2)?,
        })
    })
}

/// The row of a character exactly as written, its selector included.
#[must_use]
pub fn find(written: &str) -> Option<MjCharacter> {
    rows().find(|row| row.written == written)
}

/// What a character may be reduced to, the table's candidates first: of exactly this character, or of every form of
/// its base where the table has not this one. A character with a selector may also be reduced to the one without.
/// Empty for a private-use character, of which the table knows nothing.
#[must_use]
pub fn shrink_candidates(written: &str) -> Vec<String> {
    let mut candidates: Vec<String> = Vec::new();
    let mut add = |candidate: String| {
        if candidate != written && !candidates.contains(&candidate) {
            candidates.push(candidate);
        }
    };
    if let Some(row) = find(written) {
        row.shrink.chars().for_each(|one| add(one.into()));
    } else {
        let same = |row: &MjCharacter| base(row.written) == base(written);
        for row in rows().filter(same) {
            row.shrink.chars().for_each(|one| add(one.into()));
        }
    }
    if written.chars().any(is_variation_selector) {
        add(base(written).map(String::from).unwrap_or_default());
    }
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        assert_eq!(rows().count(), TABLE.lines().count() - 1);
        assert!(rows().all(|row| !row.written.is_empty() && row.number > 0));
    }

    #[test]
    fn a_character_has_its_number_by_its_exact_form() {
        let row = find("辻\u{E0102}").unwrap();
        assert_eq!((row.name(), row.shrink), ("MJ025760".into(), "辻"));
        assert_ne!(find("辻\u{E0103}").unwrap().number, row.number);
        assert_eq!(find("辻\u{E01EF}"), None);
        assert_eq!(find("\u{E000}"), None);
    }

    #[test]
    fn a_character_is_reduced_to_what_the_table_says() {
        assert_eq!(shrink_candidates("㐀"), ["丘", "坵"]);
        assert_eq!(shrink_candidates("辻\u{E0102}"), ["辻"]);
        // A form the table has not: those of its base, and the base.
        assert_eq!(shrink_candidates("辻\u{E01EF}"), ["辻"]);
        assert_eq!(shrink_candidates("髙\u{E01EF}"), ["高", "髙"]);
        for nothing in ["\u{E000}", "山", "A", ""] {
            assert!(shrink_candidates(nothing).is_empty(), "{nothing}");
        }
    }
}
