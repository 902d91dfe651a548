//! Digits as people type them, without a copy that stays behind.

use zeroize::Zeroizing;

/// Exactly so many digits, as ASCII; full-width ones are taken as well. None for anything else.
pub(super) fn digits<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut found = Zeroizing::new([0; N]);
    let mut typed = text.chars();
    for place in found.iter_mut() {
        *place = half_width(typed.next()?).filter(u8::is_ascii_digit)?;
    }
    typed.next().is_none().then_some(found)
}

/// The ASCII character that a half-width or full-width one stands for.
pub(super) fn half_width(character: char) -> Option<u8> {
    let code = match character {
        '！'..='～' => u32::from(character) - 0xFEE0,
        _ => u32::from(character),
    };
    u8::try_from(code).ok().filter(u8::is_ascii_graphic)
}
