//! Bytes as the records and file names of the program write them.

use std::fmt::Write as _;

/// Two hexadecimal digits a byte, in small letters.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            // A String takes everything.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_byte_is_two_digits() {
        assert_eq!(super::hex(&[0, 0x0A, 0xFF]), "000aff");
    }
}
