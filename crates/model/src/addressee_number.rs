//! 宛名番号 and 世帯番号: 15 digits, the last a check digit by modulus 11 with the weights 2 to 7
//! (住民記録システム標準仕様書, 付番: M11W2〜7).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Digits of a number, the check digit among them.
const LENGTH: usize = 15;

/// A number of 15 digits whose check digit is right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddresseeNumber(String);

/// Why a text is no such number. The text is a Japanese sentence that says what to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum AddresseeNumberError {
    /// Not 15 digits.
    #[error("番号は数字15桁で入力してください。")]
    NotFifteenDigits,
    /// The check digit does not fit: a digit was mistyped.
    #[error("番号の検査数字が合いません。数字を確かめてください。")]
    WrongCheckDigit,
}

/// The check digit of the digits before it. A remainder of 1 would need the digit 10; the standard is silent on
/// it, and 0 is in use.
fn check_digit(body: &[u8]) -> u8 {
    let weights = (2..=7).cycle();
    let sum: u32 = body
        .iter()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    match sum % 11 {
        0 | 1 => b'0',
        rest => b'0' + u8::try_from(11 - rest).expect("between 1 and 9"),
    }
}

impl AddresseeNumber {
    /// The number of a running number (at most 14 digits; higher digits are cut off).
    #[must_use]
    pub fn from_serial(serial: u64) -> Self {
        let mut number = format!("{:014}", serial % 100_000_000_000_000);
        number.push(char::from(check_digit(number.as_bytes())));
        Self(number)
    }

    /// The 15 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AddresseeNumber {
    type Err = AddresseeNumberError;

    /// Reads it as typed: full-width digits, spaces and hyphens are taken, leading zeros are not added.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.len() != LENGTH || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AddresseeNumberError::NotFifteenDigits);
        }
        let (body, check) = digits.as_bytes().split_at(LENGTH - 1);
        if check_digit(body) == check[0] {
            Ok(Self(digits))
        } else {
            Err(AddresseeNumberError::WrongCheckDigit)
        }
    }
}

impl TryFrom<String> for AddresseeNumber {
    type Error = AddresseeNumberError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AddresseeNumber> for String {
    fn from(number: AddresseeNumber) -> Self {
        number.0
    }
}

impl fmt::Display for AddresseeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_standard_s_example() {
        assert_eq!(AddresseeNumber::from_serial(1).as_str(), "000000000000019");
        // Weighted sum 2 × 6 = 12 leaves 1: 0 by convention.
        assert_eq!(AddresseeNumber::from_serial(6).as_str(), "000000000000060");
        // 2 × 0 + 3 × 0 … nothing at all leaves 0.
        assert_eq!(AddresseeNumber::from_serial(0).as_str(), "000000000000000");
    }

    #[test]
    fn reads_what_is_typed() {
        let number = AddresseeNumber::from_serial(1);
        assert_eq!("０００００ 00000-00019".parse(), Ok(number));
        assert_eq!(
            "000000000000018".parse::<AddresseeNumber>(),
            Err(AddresseeNumberError::WrongCheckDigit)
        );
        for text in ["", "19", "00000000000001x", "0000000000000190"] {
            assert_eq!(
                text.parse::<AddresseeNumber>(),
                Err(AddresseeNumberError::NotFifteenDigits),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_number_reads_back(serial in 0u64..100_000_000_000_000) {
            let number = AddresseeNumber::from_serial(serial);
            prop_assert_eq!(number.as_str().parse(), Ok(number.clone()));
        }

        #[test]
        fn one_wrong_digit_of_the_body_is_found(serial in 0u64..100_000_000_000_000, at in 0usize..14, by in 1u8..10) {
            let mut digits = AddresseeNumber::from_serial(serial).0.into_bytes();
            let right = digits[14];
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            let wrong = check_digit(&digits[..14]);
            // Only the remainders 0 and 1 share a check digit.
            prop_assert!(wrong != right || right == b'0');
        }
    }
}
