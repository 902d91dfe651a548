//! Dates as the card writes them: 8 digits, YYYYMMDD, of which some may be unknown (不詳).

use std::fmt;

use chrono::NaiveDate;
use madoguchi_model::register_date::RegisterDate;

/// A date of the card. The published facts do not say how the card writes a date that is not known; zeros and spaces
/// are taken for unknown parts, and a day that no calendar has (平年2月29日) is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardDate {
    /// A day of the calendar.
    Known(NaiveDate),
    /// 不詳, in part or as a whole; or a day that the calendar does not have.
    Unknown {
        /// The western year, where it is known.
        year: Option<u16>,
        /// The month, 1 to 12, where it is known.
        month: Option<u8>,
        /// The day, 1 to 31, where it is known.
        day: Option<u8>,
    },
}

impl CardDate {
    /// Reads `YYYYMMDD`. None for what is neither digits nor spaces, and for months and days that cannot be.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 8] = bytes.try_into().ok()?;
        let (year, rest) = bytes.split_at(4);
        let (month, day) = rest.split_at(2);
        let year = part(year, 9999).ok()?;
        let month = part(month, 12).ok()?.and_then(|month| u8::try_from(month).ok());
        let day = part(day, 31).ok()?.and_then(|day| u8::try_from(day).ok());
        let known = year.zip(month).zip(day).and_then(|((year, month), day)| {
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        });
        Some(known.map_or(Self::Unknown { year, month, day }, Self::Known))
    }

    /// The day, if it is known.
    pub fn known(self) -> Option<NaiveDate> {
        match self {
            Self::Known(day) => Some(day),
            Self::Unknown { .. } => None,
        }
    }

    /// The first and the last day that it can be; none where not even the year is known.
    pub fn range(self) -> Option<(NaiveDate, NaiveDate)> {
        let (year, month) = match self {
            Self::Known(day) => return Some((day, day)),
            Self::Unknown { year, month, .. } => (i32::from(year?), month),
        };
        let first = NaiveDate::from_ymd_opt(year, month.map_or(1, u32::from), 1)?;
        let months = if month.is_some() { 1 } else { 12 };
        let last = first
            .checked_add_months(chrono::Months::new(months))?
            .pred_opt()?;
        Some((first, last))
    }

    /// The same as the register would write it. Where nothing at all is known, it is some day from the first that
    /// any card could name until `today`.
    pub fn register_date(self, today: NaiveDate) -> RegisterDate {
        match self {
            Self::Known(day) => RegisterDate::Known(day),
            Self::Unknown { .. } => {
                let (earliest, latest) = self.range().unwrap_or((EARLIEST.min(today), today));
                RegisterDate::Unknown {
                    earliest,
                    latest,
                    text: self.to_string(),
                }
            }
        }
    }
}

/// 明治改元.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1868, 1, 25) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// It is no date.
struct NoDate;

/// A number, or nothing for zeros and spaces; refused where it is neither, or above what it can be.
fn part(bytes: &[u8], most: u16) -> Result<Option<u16>, NoDate> {
    if bytes.iter().all(|byte| *byte == b' ') {
        return Ok(None);
    }
    let mut number = 0_u16;
    for byte in bytes {
        let digit = byte
            .is_ascii_digit()
            .then(|| u16::from(byte - b'0'))
            .ok_or(NoDate)?;
        number = number.saturating_mul(10).saturating_add(digit);
    }
    if number > most {
        Err(NoDate)
    } else {
        Ok((number != 0).then_some(number))
    }
}

/// In Japanese, in the western calendar: 「1980年2月17日」, 「1940年（月日不詳）」.
impl fmt::Display for CardDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = match *self {
            Self::Known(day) => return write!(f, "{}", day.format("%Y年%-m月%-d日")),
            Self::Unknown { year, month, day } => (year, month, day),
        };
        let mut unknown = String::new();
        for (number, unit) in [
            (year, '年'),
            (month.map(u16::from), '月'),
            (day.map(u16::from), '日'),
        ] {
            match number {
                Some(number) => write!(f, "{number}{unit}")?,
                None => unknown.push(unit),
            }
        }
        match unknown.as_str() {
            "" => Ok(()),
            "年月日" => f.write_str("不詳"),
            unknown => write!(f, "（{unknown}不詳）"),
        }
    }
}

/// A birth date names a person: it is not printed.
impl fmt::Debug for CardDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Known(_) => "Known(masked)",
            Self::Unknown { .. } => "Unknown(masked)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_day_of_the_calendar_is_known() {
        let date = CardDate::parse(b"19800217").unwrap();
        assert_eq!(date, CardDate::Known(day(1980, 2, 17)));
        assert_eq!(date.to_string(), "1980年2月17日");
        assert_eq!(
            date.register_date(day(2026, 1, 1)),
            RegisterDate::Known(day(1980, 2, 17))
        );
        assert_eq!(format!("{date:?}"), "Known(masked)");
    }

    #[test]
    fn unknown_parts_are_a_value() {
        for (written, text, range) in [
            (
                b"19400000",
                "1940年（月日不詳）",
                Some((day(1940, 1, 1), day(1940, 12, 31))),
            ),
            (
                b"1940    ",
                "1940年（月日不詳）",
                Some((day(1940, 1, 1), day(1940, 12, 31))),
            ),
            (
                b"19400200",
                "1940年2月（日不詳）",
                Some((day(1940, 2, 1), day(1940, 2, 29))),
            ),
            (
                b"19410229",
                "1941年2月29日",
                Some((day(1941, 2, 1), day(1941, 2, 28))),
            ),
            (b"00000000", "不詳", None),
            (b"        ", "不詳", None),
        ] {
            let date = CardDate::parse(written).unwrap();
            assert_eq!(
                (date.known(), date.to_string().as_str(), date.range()),
                (None, text, range)
            );
            let (earliest, latest) = range.unwrap_or((EARLIEST, day(2026, 1, 1)));
            let expected = RegisterDate::Unknown {
                earliest,
                latest,
                text: text.into(),
            };
            assert_eq!(date.register_date(day(2026, 1, 1)), expected);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for written in [
            &b""[..],
            b"1980021",
            b"198002170",
            b"19801317",
            b"19800232",
            b"1980-217",
            b"198 0217",
            b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        ] {
            assert_eq!(CardDate::parse(written), None, "{written:?}");
        }
    }
}
