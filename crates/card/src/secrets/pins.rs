//! 暗証番号.

use std::fmt;

use zeroize::Zeroizing;

use super::SecretError;
use super::digits::{digits, half_width};

/// 4 digits: 券面事項入力補助用 or 利用者証明用. Which of the two is said by what it is shown to.
pub struct Pin(Zeroizing<[u8; 4]>);

impl Pin {
    /// Reads 4 digits; full-width ones are taken as well.
    ///
    /// # Errors
    /// Where it is anything else.
    pub fn new(typed: &str) -> Result<Self, SecretError> {
        digits(typed).map(Self).ok_or(SecretError::NotFourDigits)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &*self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(masked)")
    }
}

/// 署名用: 6 to 16 letters and digits, at least one of each. The card knows upper case only.
pub struct SignaturePin(Zeroizing<Vec<u8>>);

impl SignaturePin {
    const SHORTEST: usize = 6;
    const LONGEST: usize = 16;

    /// Reads 6 to 16 letters and digits; lower case becomes upper case, full-width becomes half-width.
    ///
    /// # Errors
    /// Where it is anything else.
    pub fn new(typed: &str) -> Result<Self, SecretError> {
        // Room for all of it at once: a vector that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::LONGEST));
        for character in typed.chars() {
            let byte = half_width(character).filter(u8::is_ascii_alphanumeric);
            let byte = byte.filter(|_| bytes.len() < Self::LONGEST);
            bytes.push(byte.ok_or(SecretError::NotSixToSixteen)?.to_ascii_uppercase());
        }
        if bytes.len() < Self::SHORTEST {
            return Err(SecretError::NotSixToSixteen);
        }
        if !bytes.iter().any(u8::is_ascii_digit) || !bytes.iter().any(u8::is_ascii_alphabetic) {
            return Err(SecretError::NotLettersAndDigits);
        }
        Ok(Self(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SignaturePin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignaturePin(masked)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_digits() {
        assert_eq!(Pin::new("0123").unwrap().bytes(), b"0123");
        assert_eq!(Pin::new("０１２３").unwrap().bytes(), b"0123");
        for wrong in ["", "123", "12345", "12a4", "123 ", "一二三四", "１２３①"] {
            assert_eq!(
                Pin::new(wrong).unwrap_err(),
                SecretError::NotFourDigits,
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_signature_pin_is_written_in_upper_case() {
        assert_eq!(SignaturePin::new("abc123").unwrap().bytes(), b"ABC123");
        assert_eq!(SignaturePin::new("ＡＢｃ１２３").unwrap().bytes(), b"ABC123");
        assert_eq!(SignaturePin::new("A234567890123456").unwrap().bytes().len(), 16);
        for wrong in [
            "",
            "ABC12",
            "A2345678901234567",
            "ABC-123",
            "ABC 123",
            "ß123456",
            "あいう123",
        ] {
            assert_eq!(
                SignaturePin::new(wrong).unwrap_err(),
                SecretError::NotSixToSixteen,
                "{wrong}"
            );
        }
        for wrong in ["ABCDEF", "123456"] {
            assert_eq!(
                SignaturePin::new(wrong).unwrap_err(),
                SecretError::NotLettersAndDigits,
                "{wrong}"
            );
        }
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(format!("{:?}", Pin::new("7391").unwrap()), "Pin(masked)");
        assert_eq!(
            format!("{:#?}", SignaturePin::new("QWERTY7391").unwrap()),
            "SignaturePin(masked)"
        );
    }
}
