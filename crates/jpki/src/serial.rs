//! Serial numbers of certificates.

use std::fmt;

use crate::asn1::Malformed;

/// A certificate's serial number: whole, not negative, at most 20 bytes (RFC 5280 4.1.2.2). `Debug` does not print it:
/// it stands for a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(Vec<u8>);

impl Serial {
    /// From its bytes, big-endian; leading zeros do not count.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
        let bytes = bytes.get(first..).unwrap_or_default();
        if bytes.len() > 20 {
            return Err(Malformed("serial number"));
        }
        Ok(Self(bytes.to_vec()))
    }

    /// Its bytes, big-endian, without leading zeros; none for zero.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// In hexadecimal, capital letters, two for each byte.
    pub fn hex(&self) -> String {
        if self.0.is_empty() {
            return "00".to_owned();
        }
        let digit = |value: u8| {
            char::from(
                b"0123456789ABCDEF"
                    .get(usize::from(value))
                    .copied()
                    .unwrap_or_default(),
            )
        };
        self.0
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect()
    }

    /// In decimal.
    pub fn decimal(&self) -> String {
        let mut digits = vec![0_u8];
        for byte in &self.0 {
            let mut carry = u32::from(*byte);
            for digit in &mut digits {
                let value = u32::from(*digit) * 256 + carry;
                *digit = u8::try_from(value % 10).unwrap_or_default();
                carry = value / 10;
            }
            while carry > 0 {
                digits.push(u8::try_from(carry % 10).unwrap_or_default());
                carry /= 10;
            }
        }
        digits
            .iter()
            .rev()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// Whether a core system means this certificate. Spaces, colons, hyphens, a leading `0x`, leading zeros and the
    /// case of letters do not count. What is not a number in that notation matches nothing.
    pub fn matches(&self, written: &str, notation: Notation) -> bool {
        let kept = |c: &char| !matches!(c, ' ' | '\u{3000}' | ':' | '-');
        let written: String = written.trim().chars().filter(kept).collect();
        let written = match notation {
            Notation::Hexadecimal => {
                let digits = written.strip_prefix("0x").or_else(|| written.strip_prefix("0X"));
                digits.unwrap_or(&written).to_ascii_uppercase()
            }
            Notation::Decimal => written,
        };
        let (own, digit): (String, fn(&u8) -> bool) = match notation {
            Notation::Hexadecimal => (self.hex(), u8::is_ascii_hexdigit),
            Notation::Decimal => (self.decimal(), u8::is_ascii_digit),
        };
        !written.is_empty()
            && written.bytes().all(|byte| digit(&byte))
            && written.trim_start_matches('0') == own.trim_start_matches('0')
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Serial(…)")
    }
}

/// How a core system writes serial numbers. The two cannot be told apart by looking: it is a setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notation {
    /// `227B13`.
    Hexadecimal,
    /// `2259731`.
    Decimal,
}
