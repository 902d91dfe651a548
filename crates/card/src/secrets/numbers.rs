//! 照合番号 and the 個人番号.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use madoguchi_model::wareki::Era;
use zeroize::Zeroizing;

use super::SecretError;
use super::digits::digits;

/// 個人番号: 12 digits, the last a check digit. Read only where a procedure's law needs it.
pub struct IndividualNumber(Zeroizing<[u8; 12]>);

impl IndividualNumber {
    /// The number of 12 ASCII digits; none where they are not 12 digits or the check digit is wrong.
    pub fn from_digits(bytes: &[u8]) -> Option<Self> {
        let number: [u8; 12] = bytes.try_into().ok()?;
        let number = Zeroizing::new(number);
        (number.iter().all(u8::is_ascii_digit) && has_check_digit(&number)).then_some(Self(number))
    }

    /// The 12 digits, as ASCII: only to seal them, or to compare.
    pub fn expose(&self) -> &[u8; 12] {
        &self.0
    }
}

impl fmt::Debug for IndividualNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndividualNumber(masked)")
    }
}

/// 照合番号A: the 個人番号 itself, typed by a person to show that the card may be read.
pub struct VerificationNumberA(IndividualNumber);

impl VerificationNumberA {
    /// Reads 12 digits; full-width ones are taken as well.
    ///
    /// # Errors
    /// Where it is anything else, or its check digit is wrong: then the card need not be asked.
    pub fn new(typed: &str) -> Result<Self, SecretError> {
        let number = digits::<12>(typed).ok_or(SecretError::NotTwelveDigits)?;
        let number = IndividualNumber::from_digits(&*number).ok_or(SecretError::WrongCheckDigit)?;
        Ok(Self(number))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.expose()
    }
}

impl fmt::Debug for VerificationNumberA {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerificationNumberA(masked)")
    }
}

/// 照合番号B: what is printed on the card, 14 digits. The birth date with the year of its 元号 (6), the western year
/// of expiry (4), the security code (4).
pub struct VerificationNumberB(Zeroizing<[u8; 14]>);

impl VerificationNumberB {
    /// Reads 14 digits; full-width ones are taken as well.
    ///
    /// # Errors
    /// Where it is anything else.
    pub fn new(typed: &str) -> Result<Self, SecretError> {
        digits(typed).map(Self).ok_or(SecretError::NotFourteenDigits)
    }

    /// The number of a birth date, the western year of expiry and the 4 digits of the security code.
    ///
    /// # Errors
    /// Where one of them cannot be on a card. A birth date with unknown parts (不詳) has no such form here: what the
    /// card then expects is not known, see [`VerificationNumberB::new`].
    pub fn from_face(birth: NaiveDate, expiry_year: u16, security_code: &str) -> Result<Self, SecretError> {
        let era = Era::of(birth).ok_or(SecretError::WrongBirthDate)?;
        let year = u32::try_from(era.year_of(birth.year()))
            .ok()
            .filter(|year| (1..=99).contains(year))
            .ok_or(SecretError::WrongBirthDate)?;
        if !(1000..=9999).contains(&expiry_year) {
            return Err(SecretError::WrongExpiryYear);
        }
        let code = digits::<4>(security_code).ok_or(SecretError::WrongSecurityCode)?;
        let mut number = Zeroizing::new([0; 14]);
        let parts = [
            (year, 2),
            (birth.month(), 2),
            (birth.day(), 2),
            (u32::from(expiry_year), 4),
        ];
        let written = parts
            .into_iter()
            .flat_map(|(value, width)| (0..width).rev().map(move |place| value / 10_u32.pow(place) % 10));
        let written = written.map(|digit| u8::try_from(digit).map_or(b'0', |digit| b'0' + digit));
        for (place, digit) in number.iter_mut().zip(written.chain(code.iter().copied())) {
            *place = digit;
        }
        Ok(Self(number))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &*self.0
    }
}

impl fmt::Debug for VerificationNumberB {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerificationNumberB(masked)")
    }
}

/// The check digit of a 個人番号 (総務省令第85号 第5条): weights 2 to 7 from the right, modulus 11.
fn has_check_digit(number: &[u8; 12]) -> bool {
    let (body, check) = number.split_at(11);
    let weights = (2..=7).cycle();
    let sum: u32 = body
        .iter()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    check.iter().all(|check| u32::from(check - b'0') == expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn face(birth: NaiveDate, year: u16, code: &str) -> Result<Vec<u8>, SecretError> {
        VerificationNumberB::from_face(birth, year, code).map(|number| number.bytes().to_vec())
    }

    #[test]
    fn the_number_on_the_face_counts_birth_years_by_era() {
        assert_eq!(face(day(1980, 2, 17), 2035, "2285").unwrap(), b"55021720352285");
        // The day on which the era changed is the new era's.
        assert_eq!(face(day(1989, 1, 7), 2035, "0001").unwrap(), b"64010720350001");
        assert_eq!(face(day(1989, 1, 8), 2035, "0001").unwrap(), b"01010820350001");
        assert_eq!(
            face(day(2019, 5, 1), 2028, "９９９９").unwrap(),
            b"01050120289999"
        );
    }

    #[test]
    fn what_cannot_be_on_a_card_is_refused() {
        assert_eq!(
            face(day(1868, 1, 1), 2035, "2285"),
            Err(SecretError::WrongBirthDate)
        );
        assert_eq!(
            face(day(2200, 1, 1), 2035, "2285"),
            Err(SecretError::WrongBirthDate)
        );
        assert_eq!(
            face(day(1980, 2, 17), 35, "2285"),
            Err(SecretError::WrongExpiryYear)
        );
        assert_eq!(
            face(day(1980, 2, 17), 2035, "228"),
            Err(SecretError::WrongSecurityCode)
        );
        assert_eq!(
            VerificationNumberB::new("5502172035228").unwrap_err(),
            SecretError::NotFourteenDigits
        );
        assert_eq!(
            VerificationNumberB::new("55021720352285").unwrap().bytes(),
            b"55021720352285"
        );
    }

    #[test]
    fn an_individual_number_has_its_check_digit() {
        // Twelve zeros fit the check digit and are nobody's number.
        assert_eq!(
            VerificationNumberA::new("000000000000").unwrap().bytes(),
            b"000000000000"
        );
        assert_eq!(
            VerificationNumberA::new("000000000001").unwrap_err(),
            SecretError::WrongCheckDigit
        );
        assert_eq!(
            VerificationNumberA::new("00000000000").unwrap_err(),
            SecretError::NotTwelveDigits
        );
        assert!(IndividualNumber::from_digits(b"00000000000x").is_none());
        assert!(IndividualNumber::from_digits(b"0000000000000").is_none());
    }

    #[test]
    fn nothing_of_it_is_printed() {
        let number = VerificationNumberA::new("000000000000").unwrap();
        assert_eq!(
            format!("{number:?} {:?}", number.0),
            "VerificationNumberA(masked) IndividualNumber(masked)"
        );
        let number = VerificationNumberB::new("55021720352285").unwrap();
        assert_eq!(format!("{number:?}"), "VerificationNumberB(masked)");
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_noticed_before_the_card_is_asked(body in "[0-9]{11}", place in 0..12_usize, add in 1..10_u8) {
            let right = ('0'..='9').map(|check| format!("{body}{check}")).find(|text| VerificationNumberA::new(text).is_ok());
            let right = right.unwrap();
            let mut wrong = right.clone().into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + add) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            // A remainder of 0 and of 1 share the digit 0, so that a few slips of the first eleven pass.
            prop_assume!(!(right.ends_with('0') && wrong.ends_with('0')));
            prop_assert!(VerificationNumberA::new(&wrong).is_err());
        }

        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,20}") {
            let _ = (super::super::Pin::new(&text), super::super::SignaturePin::new(&text));
            let _ = (VerificationNumberA::new(&text), VerificationNumberB::new(&text));
        }
    }
}
