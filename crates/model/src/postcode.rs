//! 郵便番号: seven digits, however they are typed.

use unicode_normalization::UnicodeNormalization;

/// How many digits a 郵便番号 has.
const DIGITS: usize = 7;

/// The seven digits of what was typed: with or without 〒 and hyphen, in any width; none where it is no 郵便番号.
#[must_use]
pub fn parse(typed: &str) -> Option<String> {
    let mut digits = String::with_capacity(DIGITS);
    for c in typed.nfkc() {
        match c {
            '0'..='9' => digits.push(c),
            '〒' | '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    (digits.len() == DIGITS).then_some(digits)
}

/// Seven digits as they are written: `273-0005`. Anything else as it is.
#[must_use]
pub fn written(digits: &str) -> String {
    match (digits.get(..3), digits.get(3..)) {
        (Some(area), Some(rest)) if digits.len() == DIGITS => format!("{area}-{rest}"),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_read_however_it_is_typed() {
        for typed in [
            "2730005",
            "273-0005",
            "２７３－０００５",
            "〒273-0005",
            "〒２７３ー０００５",
            " 273 0005 ",
            "273−0005",
        ] {
            assert_eq!(parse(typed).as_deref(), Some("2730005"), "{typed}");
        }
        for typed in ["", "273", "27300051", "273-000a", "船橋市"] {
            assert_eq!(parse(typed), None, "{typed}");
        }
        assert_eq!(written("2730005"), "273-0005");
        assert_eq!(written("273"), "273");
    }
}
