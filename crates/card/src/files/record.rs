//! 共通DF, file 0001, record 1: what the card says of itself. `01 1C` and 28 digits: serial number 15, municipality 5,
//! expiry 8.

use std::fmt;

use chrono::NaiveDate;

use super::{CardDate, FileError};

/// What the card says of itself. Nothing of it is signed.
#[derive(Clone, PartialEq, Eq)]
pub struct CardRecord {
    /// 製造番号, 15 digits. A new card has another; renewing certificates keeps it.
    pub serial: String,
    /// 全国地方公共団体コード of the municipality that issued the card: 5 digits, without the check digit.
    pub municipality_code: String,
    /// 有効期限.
    pub expires_on: NaiveDate,
}

impl CardRecord {
    const TAG: u32 = 0x01;

    /// Reads the record.
    ///
    /// # Errors
    /// Where it is not that record.
    pub fn parse(record: &[u8]) -> Result<Self, FileError> {
        let [0x01, length, rest @ ..] = record else {
            return Err(FileError::NotThisFile(Self::TAG));
        };
        let wrong = FileError::Wrong(Self::TAG);
        let value = rest.get(..usize::from(*length)).ok_or(FileError::Broken)?;
        let (serial, rest) = value.split_at_checked(15).ok_or(wrong)?;
        let (municipality, expiry) = rest.split_at_checked(5).ok_or(wrong)?;
        Ok(Self {
            serial: digits(serial).ok_or(wrong)?,
            municipality_code: digits(municipality).ok_or(wrong)?,
            expires_on: CardDate::parse(expiry).and_then(CardDate::known).ok_or(wrong)?,
        })
    }
}

/// The serial number leads to a person: it is not printed.
impl fmt::Debug for CardRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardRecord(masked)")
    }
}

/// The text of ASCII digits.
pub(super) fn digits(bytes: &[u8]) -> Option<String> {
    let text = str::from_utf8(bytes).ok()?;
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_28_digits() {
        let record = CardRecord::parse(b"\x01\x1C4000000127198431322120350217").unwrap();
        assert_eq!(
            (record.serial.as_str(), record.municipality_code.as_str()),
            ("400000012719843", "13221")
        );
        assert_eq!(record.expires_on, NaiveDate::from_ymd_opt(2035, 2, 17).unwrap());
        assert_eq!(format!("{record:?}"), "CardRecord(masked)");
    }

    #[test]
    fn anything_else_is_refused() {
        for (record, error) in [
            (&b""[..], FileError::NotThisFile(1)),
            (b"\x02\x1C4000000127198431322120350217", FileError::NotThisFile(1)),
            (b"\x01\x1C400000012719843132212035021", FileError::Broken),
            (b"\x01\x0F400000012719843", FileError::Wrong(1)),
            (b"\x01\x1B400000012719843132212035021", FileError::Wrong(1)),
            (b"\x01\x1C40000001271984X1322120350217", FileError::Wrong(1)),
            (b"\x01\x1C4000000127198431322120350200", FileError::Wrong(1)),
            (b"\x01\xFF4000000127198431322120350217", FileError::Broken),
        ] {
            assert_eq!(CardRecord::parse(record), Err(error), "{record:?}");
        }
    }
}
