//! 外字: what the layout says a private-use character stands for.

use std::collections::HashMap;

use super::record::Record;
use crate::layout::Layout;

/// The character of a key: `U+E000`, or four hexadecimal digits of `Shift_JIS` from F040 to F9FC, which decode to
/// U+E000 and up, 188 to a first byte. None for anything else.
pub(crate) fn key(key: &str) -> Option<char> {
    if let Some(code) = key.strip_prefix("U+") {
        let code = u32::from_str_radix(code, 16).ok()?;
        let private = matches!(code, 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD);
        return char::from_u32(code).filter(|_| private);
    }
    if key.len() != 4 {
        return None;
    }
    let code = u32::from_str_radix(key, 16).ok()?;
    let (first, second) = (code >> 8, code & 0xFF);
    let place = match second {
        0x40..=0x7E => second - 0x40,
        0x80..=0xFC => second - 0x41,
        _ => return None,
    };
    if !(0xF0..=0xF9).contains(&first) {
        return None;
    }
    char::from_u32(0xE000 + (first - 0xF0) * 188 + place)
}

/// The replacements of a layout.
pub(super) struct Replacements(HashMap<char, String>);

impl Replacements {
    pub(super) fn new(layout: &Layout) -> Self {
        let known = layout
            .characters
            .iter()
            .filter_map(|(code, text)| Some((key(code)?, text.clone())));
        Self(known.collect())
    }

    pub(super) fn apply(&self, record: &mut Record) {
        if self.0.is_empty()
            || !record
                .iter()
                .any(|cell| cell.chars().any(|c| self.0.contains_key(&c)))
        {
            return;
        }
        record.replace(|cell, made| {
            for c in cell.chars() {
                match self.0.get(&c) {
                    Some(text) => made.push_str(text),
                    None => made.push(c),
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_characters_of_the_private_use_areas() {
        assert_eq!(key("U+E000"), Some('\u{E000}'));
        assert_eq!(key("U+10DE92"), Some('\u{10DE92}'));
        assert_eq!(key("F040"), Some('\u{E000}'));
        assert_eq!(key("F9FC"), Some('\u{E757}'));
        for wrong in [
            "U+4E00",
            "8140",
            "F03F",
            "F07F",
            "F0FD",
            "FA40",
            "E000",
            "",
            "外字あ",
        ] {
            assert_eq!(key(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shift_jis_decodes_to_the_same_characters() {
        for first in 0xF0..=0xF9_u8 {
            for second in (0x40..=0xFC_u8).filter(|second| *second != 0x7F) {
                let bytes = [first, second];
                let (text, _, wrong) = encoding_rs::SHIFT_JIS.decode(&bytes);
                assert!(!wrong);
                assert_eq!(text.chars().next(), key(&format!("{first:02X}{second:02X}")));
            }
        }
    }
}
