//! NW-7 (Codabar, JIS X 0506), with A as start and stop character.

use super::Bars;

/// The characters with their bars and spaces in turn, 1 for a wide one.
const CHARACTERS: [(u8, &[u8; 7]); 16] = [
    (b'0', b"0000011"),
    (b'1', b"0000110"),
    (b'2', b"0001001"),
    (b'3', b"1100000"),
    (b'4', b"0010010"),
    (b'5', b"1000010"),
    (b'6', b"0100001"),
    (b'7', b"0100100"),
    (b'8', b"0110000"),
    (b'9', b"1001000"),
    (b'-', b"0001100"),
    (b'$', b"0011000"),
    (b':', b"1000101"),
    (b'/', b"1010001"),
    (b'.', b"1010100"),
    (b'+', b"0010101"),
];
const START_AND_STOP: &[u8; 7] = b"0011010";
/// Widths in units: a wide element is two and a half narrow ones.
const NARROW: u8 = 2;
const WIDE: u8 = 5;
/// White on either side: ten narrow elements.
const QUIET: u16 = 20;
/// A longer text is none that a form has to show.
const LONGEST: usize = 80;

/// The bars of a text; none if it is empty, too long, or has characters that the symbology has not.
pub(super) fn encode(text: &str) -> Option<Bars> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut widths = Vec::new();
    let mut add = |pattern: &[u8; 7]| {
        if !widths.is_empty() {
            widths.push(NARROW);
        }
        widths.extend(
            pattern
                .iter()
                .map(|wide| if *wide == b'1' { WIDE } else { NARROW }),
        );
    };
    add(START_AND_STOP);
    for byte in text.bytes() {
        add(CHARACTERS.iter().find(|(character, _)| *character == byte)?.1);
    }
    add(START_AND_STOP);
    Some(Bars { widths, quiet: QUIET })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_spaces_take_turns() {
        let bars = encode("08-1").unwrap();
        // Six characters of seven elements, and a gap between each two.
        assert_eq!(bars.widths.len(), 6 * 7 + 5);
        assert!(bars.widths.iter().all(|width| [NARROW, WIDE].contains(width)));
        for text in ["", "A", "あ", &"1".repeat(81)] {
            assert!(encode(text).is_none(), "{text:?}");
        }
    }
}
