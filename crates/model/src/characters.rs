//! Characters as people count them: a base character with its variation selector or combining marks is one.

use unicode_segmentation::UnicodeSegmentation;

/// The grapheme clusters of a text, each exactly as written.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    text.graphemes(true)
}

/// The length in grapheme clusters: what every limit of length counts.
#[must_use]
pub fn length(text: &str) -> usize {
    graphemes(text).count()
}

/// Whether the code point is a variation selector (SVS U+FE00〜FE0F, IVS U+E0100〜E01EF).
#[must_use]
pub fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The first code point of a grapheme cluster, without its selector.
#[must_use]
pub fn base(grapheme: &str) -> Option<char> {
    grapheme.chars().next()
}

/// Code points that the fonts of papers hold without a gap, first to last: letters of the Latin alphabets, kana, and the
/// ideographs and 変体仮名 of the Unicode versions the fonts were made for. A character of these alone, without a variation
/// selector or mark, is never looked for when characters that no font has are counted; `forms` holds its fonts to it.
pub const ALWAYS_HELD: [(char, char); 16] = [
    (' ', '~'),
    ('\u{A0}', '\u{24F}'),
    ('\u{1E00}', '\u{1EFF}'),
    ('\u{3000}', '\u{3029}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{30A0}', '\u{30FF}'),
    ('\u{31F0}', '\u{31FF}'),
    ('\u{3400}', '\u{4DB5}'),
    ('\u{4E00}', '\u{9FEA}'),
    ('\u{F900}', '\u{FA6D}'),
    ('\u{FF01}', '\u{FF9F}'),
    ('\u{1B000}', '\u{1B11E}'),
    ('\u{20000}', '\u{2A6D6}'),
    ('\u{2A700}', '\u{2B734}'),
    ('\u{2B740}', '\u{2B81D}'),
    ('\u{2B820}', '\u{2CEA1}'),
];

/// Whether the fonts of papers surely hold a character as written.
#[must_use]
pub fn is_always_held(grapheme: &str) -> bool {
    let held = |c: char| {
        ALWAYS_HELD
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
    };
    grapheme.chars().all(held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_selector_belongs_to_its_character() {
        for (text, expected) in [
            ("辻\u{E0100}　健一", 4),
            ("葛\u{E0100}飾", 2),
            ("𠮷田", 2),
            ("神\u{FE00}", 1),
            ("ガ", 1),
            ("カ\u{3099}", 1),
            ("\u{10DE92}田", 2),
            ("", 0),
        ] {
            assert_eq!(length(text), expected, "{text}");
        }
        assert_eq!(graphemes("辻\u{E0100}󠄀").count(), 1);
        assert_eq!(
            graphemes("辻\u{E0100}田").collect::<Vec<_>>(),
            ["辻\u{E0100}", "田"]
        );
        assert_eq!(base("辻\u{E0100}"), Some('辻'));
        assert!(is_variation_selector('\u{E0100}') && is_variation_selector('\u{FE0F}'));
        assert!(!is_variation_selector('辻'));
    }

    #[test]
    fn what_a_font_may_lack_is_told() {
        assert!(
            "山田ガ髙𠮷 Nguyễn〆々"
                .chars()
                .all(|c| is_always_held(&c.to_string()))
        );
        for rare in [
            "辻\u{E0100}",
            "\u{E000}",
            "カ\u{3099}",
            "\u{9FEE}",
            "ไ",
            "\u{10FFFD}",
        ] {
            assert!(!is_always_held(rare), "{rare}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in ".*") {
            prop_assert_eq!(graphemes(&text).collect::<String>(), text);
        }
    }
}
