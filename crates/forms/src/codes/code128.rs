//! Code 128 (ISO/IEC 15417): code set B for any ASCII text, code set C for runs of digits.

use super::Bars;

/// The widths of bars and spaces of each value, as digits.
#[rustfmt::skip]
const PATTERNS: [[u8; 6]; 106] = [
    *b"212222", *b"222122", *b"222221", *b"121223", *b"121322", *b"131222", *b"122213", *b"122312",
    *b"132212", *b"221213", *b"221312", *b"231212", *b"112232", *b"122132", *b"122231", *b"113222",
    *b"123122", *b"123221", *b"223211", *b"221132", *b"221231", *b"213212", *b"223112", *b"312131",
    *b"311222", *b"321122", *b"321221", *b"312212", *b"322112", *b"322211", *b"212123", *b"212321",
    *b"232121", *b"111323", *b"131123", *b"131321", *b"112313", *b"132113", *b"132311", *b"211313",
    *b"231113", *b"231311", *b"112133", *b"112331", *b"132131", *b"113123", *b"113321", *b"133121",
    *b"313121", *b"211331", *b"231131", *b"213113", *b"213311", *b"213131", *b"311123", *b"311321",
    *b"331121", *b"312113", *b"312311", *b"332111", *b"314111", *b"221411", *b"431111", *b"111224",
    *b"111422", *b"121124", *b"121421", *b"141122", *b"141221", *b"112214", *b"112412", *b"122114",
    *b"122411", *b"142112", *b"142211", *b"241211", *b"221114", *b"413111", *b"241112", *b"134111",
    *b"111242", *b"121142", *b"121241", *b"114212", *b"124112", *b"124211", *b"411212", *b"421112",
    *b"421211", *b"212141", *b"214121", *b"412121", *b"111143", *b"111341", *b"131141", *b"114113",
    *b"114311", *b"411113", *b"411311", *b"113141", *b"114131", *b"311141", *b"411131", *b"211412",
    *b"211214", *b"211232",
];
const STOP: &[u8] = b"2331112";
const TO_C: u8 = 99;
const TO_B: u8 = 100;
const START_B: u8 = 104;
const START_C: u8 = 105;
/// White on either side, in modules.
const QUIET: u16 = 10;
/// A longer text is none that a form has to show.
const LONGEST: usize = 80;

/// The bars of a text; none if it is empty, too long, or has other characters than those ASCII prints.
pub(super) fn encode(text: &str) -> Option<Bars> {
    let values = values(text.as_bytes())?;
    let digits = |pattern: &[u8]| pattern.iter().map(|digit| digit - b'0').collect::<Vec<_>>();
    let mut widths = Vec::new();
    for value in values {
        widths.extend(digits(PATTERNS.get(usize::from(value))?));
    }
    widths.extend(digits(STOP));
    Some(Bars { widths, quiet: QUIET })
}

/// The values of a text from the start to the check value.
fn values(text: &[u8]) -> Option<Vec<u8>> {
    let printable = text.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if text.is_empty() || text.len() > LONGEST || !printable {
        return None;
    }
    let digits_from = |at: usize| text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut in_c = digits_from(0) >= 4 || (digits_from(0) == text.len() && text.len() == 2);
    let mut values = vec![if in_c { START_C } else { START_B }];
    let mut at = 0;
    while at < text.len() {
        let run = digits_from(at);
        if in_c && run >= 2 {
            values.push((text[at] - b'0') * 10 + (text[at + 1] - b'0'));
            at += 2;
        } else if in_c {
            values.push(TO_B);
            in_c = false;
        } else if run >= 6 && run % 2 == 0 || run >= 4 && run % 2 == 0 && at + run == text.len() {
            values.push(TO_C);
            in_c = true;
        } else {
            values.push(text[at] - b' ');
            at += 1;
        }
    }
    let weighted = |sum: u32, (n, value): (u32, &u8)| sum + n.max(1) * u32::from(*value);
    let check = (0u32..).zip(&values).fold(0, weighted) % 103;
    values.push(u8::try_from(check).ok()?);
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_eleven_modules_and_differs_from_the_others() {
        let sum = |pattern: &[u8; 6]| pattern.iter().map(|digit| u32::from(digit - b'0')).sum::<u32>();
        assert!(PATTERNS.iter().all(|pattern| sum(pattern) == 11));
        let different: std::collections::BTreeSet<_> = PATTERNS.iter().collect();
        assert_eq!(different.len(), PATTERNS.len());
    }

    #[test]
    fn digits_go_in_pairs() {
        // An example known from the literature: 54 in code set A, whose start is one less.
        let literature = values(b"PJJ123C").unwrap();
        assert_eq!(literature, [104, 48, 42, 42, 17, 18, 19, 35, 55]);
        assert_eq!(values(b"08-000123").unwrap()[..6], [104, 16, 24, 13, 99, 0]);
        assert_eq!(values(b"123456").unwrap()[..4], [105, 12, 34, 56]);
        assert_eq!(values(b"12345").unwrap()[..5], [105, 12, 34, 100, 21]);
    }

    #[test]
    fn what_it_cannot_say_it_does_not_say() {
        for text in ["", "受付", "\n", "\u{7f}", &"1".repeat(81)] {
            assert!(encode(text).is_none(), "{text:?}");
        }
    }
}
