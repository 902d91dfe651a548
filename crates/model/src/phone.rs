//! Telephone numbers, folded for finding. A number is kept and shown as it was typed.

use unicode_normalization::UnicodeNormalization;

/// Digits of the shortest number with its area code (0 and nine digits), and of the longest (mobile, 050).
const DIGITS: std::ops::RangeInclusive<usize> = 10..=11;

/// The digits of a Japanese telephone number, from its leading 0: 「０９０－００００－５６７８」, `+81 90 0000 5678` and
/// `(090)0000-5678` are one. None for what is no whole number.
#[must_use]
pub fn phone_key(text: &str) -> Option<String> {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let abroad = plain.strip_prefix("+81").or_else(|| plain.strip_prefix("0081"));
    let between = |c: &char| {
        matches!(
            c,
            '-' | '‐' | '−' | '―' | '–' | '—' | 'ー' | '(' | ')' | '.' | '/'
        )
    };
    let digits: String = abroad.unwrap_or(&plain).chars().filter(|c| !between(c)).collect();
    let national = match abroad {
        Some(_) if !digits.starts_with('0') => format!("0{digits}"),
        _ => digits,
    };
    let whole = national.starts_with('0')
        && DIGITS.contains(&national.len())
        && national.bytes().all(|byte| byte.is_ascii_digit());
    whole.then_some(national)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_key() {
        for text in [
            "090-0000-5678",
            "０９０－００００－５６７８",
            "+81 90-0000-5678",
            "+81(0)90 0000 5678",
            "0081-90-0000-5678",
            "(090)0000-5678",
            "090ー0000ー5678",
            "09000005678",
        ] {
            assert_eq!(phone_key(text).as_deref(), Some("09000005678"), "{text}");
        }
        assert_eq!(phone_key("03-0000-5678").as_deref(), Some("0300005678"));
        for text in [
            "",
            "1234-5678",
            "110",
            "012345678901234",
            "03-0000-56",
            "携帯",
            "090-1234-567X",
        ] {
            assert_eq!(phone_key(text), None, "{text}");
        }
    }
}
