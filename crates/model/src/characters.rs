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

    proptest! {
        #[test]
        fn nothing_is_lost(text in ".*") {
            prop_assert_eq!(graphemes(&text).collect::<String>(), text);
        }
    }
}
