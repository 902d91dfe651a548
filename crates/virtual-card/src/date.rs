//! Dates as the card writes them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, de::Error};

/// A day, in JSON `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date(pub NaiveDate);

impl Date {
    /// `YYYYMMDD`
    pub(crate) fn digits(self) -> String {
        self.0.format("%Y%m%d").to_string()
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d")
            .map(Self)
            .map_err(|_| D::Error::custom("a date is written YYYY-MM-DD"))
    }
}

/// A birth date, parts of which may be 不詳: those are 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BirthDate {
    year: i32,
    month: u32,
    day: u32,
}

/// It is not written `YYYY-MM-DD`, or there is no such day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoSuchDate;

impl fmt::Display for NoSuchDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a birth date is written YYYY-MM-DD, with 00 or 0000 for what is not known")
    }
}

impl FromStr for BirthDate {
    type Err = NoSuchDate;

    fn from_str(text: &str) -> Result<Self, NoSuchDate> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            part.parse::<u32>().ok()
        };
        let (year, month, day) = (next(4), next(2), next(2));
        let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
            return Err(NoSuchDate);
        };
        let year = i32::try_from(year).map_err(|_| NoSuchDate)?;
        let known = match (year, month, day) {
            (0, 0, 0) => true,
            (0, ..) | (_, 0, 1..) => false,
            // A leap year stands for one that is not known not to be one.
            (year, month, day) => NaiveDate::from_ymd_opt(year, month.max(1), day.max(1)).is_some(),
        };
        known.then_some(Self { year, month, day }).ok_or(NoSuchDate)
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// The days on which the 元号 began, with their number in certificates: 明治, 大正, 昭和, 平成, 令和.
const ERAS: [(u8, i32, u32, u32); 5] = [
    (5, 2019, 5, 1),
    (4, 1989, 1, 8),
    (3, 1926, 12, 25),
    (2, 1912, 7, 30),
    (1, 1868, 1, 25),
];

impl BirthDate {
    /// `YYYYMMDD`, 0 for what is 不詳.
    pub(crate) fn digits(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }

    /// The number of the 元号 and the year in it; none if the year is 不詳. Where month or day are, the 元号 is the one
    /// that the year ended in.
    fn era(self) -> Option<(u8, i32)> {
        let or_last = |part: u32, last: u32| if part == 0 { last } else { part };
        let day = (self.year, or_last(self.month, 12), or_last(self.day, 31));
        ERAS.iter()
            .find(|(_, year, month, of_month)| day >= (*year, *month, *of_month))
            .filter(|_| self.year != 0)
            .map(|(number, first, ..)| (*number, self.year - first + 1))
    }

    /// `YYMMDD` with the year of the 元号: the first six digits of 照合番号B.
    pub(crate) fn era_digits(self) -> String {
        let year = self.era().map_or(0, |(_, year)| year);
        format!("{year:02}{:02}{:02}", self.month, self.day)
    }

    /// `EYYYYMMDD`, as a certificate for digital signatures writes it.
    pub fn in_certificate(self) -> String {
        let era = self.era().map_or(0, |(era, _)| era);
        format!("{era}{}", self.digits())
    }

    /// The day, if it is known.
    pub fn known(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day).filter(|day| day.year() != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> BirthDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_written_as_card_and_certificate_write_them() {
        assert_eq!(read("1980-02-17").digits(), "19800217");
        assert_eq!(read("1980-02-17").era_digits(), "550217");
        assert_eq!(read("1980-02-17").in_certificate(), "319800217");
        assert_eq!(read("1989-01-07").era_digits(), "640107");
        assert_eq!(read("1989-01-08").era_digits(), "010108");
        assert_eq!(read("2019-05-01").in_certificate(), "520190501");
        assert_eq!(read("2008-02-29").known(), NaiveDate::from_ymd_opt(2008, 2, 29));
    }

    #[test]
    fn what_is_not_known_is_nought() {
        assert_eq!(read("1945-00-00").digits(), "19450000");
        assert_eq!(read("1945-00-00").era_digits(), "200000");
        assert_eq!(read("1945-03-00").in_certificate(), "319450300");
        assert_eq!(read("0000-00-00").in_certificate(), "000000000");
        assert_eq!(read("0000-00-00").era_digits(), "000000");
        assert_eq!(read("1945-03-00").known(), None);
    }

    #[test]
    fn days_that_are_not_are_refused() {
        for text in [
            "1980-02-30",
            "1980-13-01",
            "1980-00-05",
            "0000-01-01",
            "1980-2-17",
            "19800217",
            "1980-02-17-1",
            "",
        ] {
            assert_eq!(text.parse::<BirthDate>(), Err(NoSuchDate), "{text}");
        }
    }
}
