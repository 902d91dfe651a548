//! 元号: years of the Japanese eras, written and read.
//!
//! On a day of change both eras are valid (明治45年7月30日 is 大正元年7月30日); what is written is the new one.
//! Before 明治6年 (1873) the calendar was lunisolar: no day of it has an era here.

mod error;
mod parse;
mod table;

use std::fmt;

use chrono::{Datelike, NaiveDate};

pub use error::DateTextError;
pub use parse::{DayRange, parse, parse_range};

use crate::register_date::RegisterDate;
use table::{Row, rows};

/// 元号: a row of the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Era(usize);

impl fmt::Debug for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Era {
    /// Every era, the oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        (0..rows().len()).map(Self)
    }

    fn row(self) -> &'static Row {
        &rows()[self.0]
    }

    /// The era in force on a day; on a day of change the new one. None before 1873.
    #[must_use]
    pub fn of(date: NaiveDate) -> Option<Self> {
        Self::all().rev().find(|era| era.first_day() <= date)
    }

    /// The name, for example 「昭和」.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.row().name
    }

    /// The letter that stands for it, for example `S`.
    #[must_use]
    pub fn letter(self) -> char {
        self.row().letter
    }

    /// The first day that can be written with it.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.row().first
    }

    /// The last day that can be written with it; none for the present era.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        self.row().last
    }

    /// The western year of a year of this era. Year 1 is 元年.
    #[must_use]
    pub fn western_year(self, year: u16) -> i32 {
        self.row().first_year + i32::from(year) - 1
    }

    /// Whether the day can be written with this era.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        self.first_day() <= date && self.last_day().is_none_or(|last| date <= last)
    }

    /// The year of this era that a western year is, 1 for 元年. Not positive before it began.
    #[must_use]
    pub fn year_of(self, western_year: i32) -> i32 {
        western_year - self.row().first_year + 1
    }
}

/// The year in 和暦, for example 「令和8年」 or 「令和元年」; in the western calendar before 1873.
#[must_use]
pub fn format_year(date: NaiveDate) -> String {
    let Some(era) = Era::of(date) else {
        return format!("{}年", date.year());
    };
    match era.year_of(date.year()) {
        1 => format!("{}元年", era.name()),
        year => format!("{}{year}年", era.name()),
    }
}

/// The day in 和暦, for example 「令和8年11月24日」; in the western calendar before 1873.
#[must_use]
pub fn format(date: NaiveDate) -> String {
    format!("{}{}月{}日", format_year(date), date.month(), date.day())
}

/// The day in 和暦 in its short form, for example `R8.11.24`; in the western calendar before 1873.
#[must_use]
pub fn format_short(date: NaiveDate) -> String {
    match Era::of(date) {
        Some(era) => {
            format!(
                "{}{}.{}.{}",
                era.letter(),
                era.year_of(date.year()),
                date.month(),
                date.day()
            )
        }
        None => date.format("%Y.%-m.%-d").to_string(),
    }
}

/// The day in the western calendar, for example 「2026年11月24日」, as the register writes dates of foreign
/// residents.
#[must_use]
pub fn format_western(date: NaiveDate) -> String {
    date.format("%Y年%-m月%-d日").to_string()
}

/// A date of the register in 和暦; an unknown one in the register's own words.
#[must_use]
pub fn format_register(date: &RegisterDate) -> String {
    match date {
        RegisterDate::Known(day) => format(*day),
        RegisterDate::Unknown { text, .. } => text.clone(),
    }
}

/// A date of the register in the western calendar; an unknown one in the register's own words.
#[must_use]
pub fn format_register_western(date: &RegisterDate) -> String {
    match date {
        RegisterDate::Known(day) => format_western(*day),
        RegisterDate::Unknown { text, .. } => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn era(name: &str) -> Era {
        Era::all().find(|era| era.name() == name).unwrap()
    }

    #[test]
    fn writes_the_eras() {
        for (date, written, short) in [
            (day(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
            (day(1912, 7, 29), "明治45年7月29日", "M45.7.29"),
            (day(1912, 7, 30), "大正元年7月30日", "T1.7.30"),
            (day(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
            (day(1926, 12, 25), "昭和元年12月25日", "S1.12.25"),
            (day(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
            (day(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
            (day(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
            (day(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
            (day(2026, 11, 24), "令和8年11月24日", "R8.11.24"),
            (day(1872, 12, 31), "1872年12月31日", "1872.12.31"),
        ] {
            assert_eq!(format(date), written);
            assert_eq!(format_short(date), short);
        }
    }

    #[test]
    fn both_eras_are_valid_on_the_day_of_change() {
        assert!(era("明治").contains(day(1912, 7, 30)) && era("大正").contains(day(1912, 7, 30)));
        assert!(era("大正").contains(day(1926, 12, 25)) && era("昭和").contains(day(1926, 12, 25)));
        assert!(era("昭和").contains(day(1989, 1, 7)) && !era("平成").contains(day(1989, 1, 7)));
    }

    #[test]
    fn an_unknown_date_keeps_its_words() {
        let date = RegisterDate::Unknown {
            earliest: day(1940, 1, 1),
            latest: day(1940, 12, 31),
            text: "昭和15年頃".into(),
        };
        assert_eq!(format_register(&date), "昭和15年頃");
        assert_eq!(
            format_register(&RegisterDate::Known(day(1940, 1, 1))),
            "昭和15年1月1日"
        );
        assert_eq!(
            format_register_western(&RegisterDate::Known(day(1940, 1, 1))),
            "1940年1月1日"
        );
    }
}
