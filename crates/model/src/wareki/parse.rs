//! Reads dates as officers type them.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{DateTextError, Era};
use crate::register_date::RegisterDate;

/// A run of days, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl DayRange {
    /// The date as the register keeps it: one day, or an unknown one with the words that were typed. No deemed day
    /// is made up.
    #[must_use]
    pub fn register_date(self, words: &str) -> RegisterDate {
        if self.first == self.last {
            return RegisterDate::Known(self.first);
        }
        RegisterDate::Unknown {
            earliest: self.first,
            latest: self.last,
            text: words.to_owned(),
        }
    }
}

/// Reads a whole date: `R8.11.24`, 「令和8年11月24日」, `s55/4/1`, 「昭55.4.1」, `S550401`, `2026-11-24`,
/// `20261124`, in half-width or full-width characters.
pub fn parse(text: &str) -> Result<NaiveDate, DateTextError> {
    let typed = Typed::read(text)?;
    match (typed.month, typed.day) {
        (Some(month), Some(day)) => typed.whole(month, day),
        _ => Err(DateTextError::Incomplete),
    }
}

/// Reads a date or a part of one for a search: `S55` is a year, `S55.4` and `1980-04` are months. A part is
/// cut to the days of its era.
pub fn parse_range(text: &str) -> Result<DayRange, DateTextError> {
    let typed = Typed::read(text)?;
    let (first, last) = match (typed.month, typed.day) {
        (Some(month), Some(day)) => {
            let day = typed.whole(month, day)?;
            (day, day)
        }
        (Some(month), None) => typed.span(month, 1)?,
        (None, _) => typed.span(1, 12)?,
    };
    let Some(era) = typed.era else {
        return Ok(DayRange { first, last });
    };
    let first = first.max(era.first_day());
    let last = era.last_day().map_or(last, |end| end.min(last));
    if first <= last {
        Ok(DayRange { first, last })
    } else {
        Err(DateTextError::OutsideEra { era })
    }
}

/// What was typed, taken apart.
struct Typed {
    era: Option<Era>,
    year: u16,
    month: Option<u32>,
    day: Option<u32>,
}

impl Typed {
    fn read(text: &str) -> Result<Self, DateTextError> {
        // Compatibility forms (full-width digits, ㋿) are only folded for reading: nothing is kept of this.
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        if plain.is_empty() {
            return Err(DateTextError::Empty);
        }
        let (era, rest) = split_era(&plain);
        let rest = rest.strip_prefix("西暦").unwrap_or(rest);
        let rest = match rest.strip_prefix('元') {
            Some(after) => format!("1{after}"),
            None => rest.to_owned(),
        };
        let numbers = numbers(&rest)?;
        let (year, month, day) = match (era, &*numbers) {
            // YYYYMMDD, and YYMMDD behind an era
            (None, [one]) if one.len() == 8 => (&one[..4], Some(&one[4..6]), Some(&one[6..])),
            (Some(_), [one]) if one.len() == 6 => (&one[..2], Some(&one[2..4]), Some(&one[4..])),
            (_, [year]) => (&**year, None, None),
            (_, [year, month]) => (&**year, Some(&**month), None),
            (_, [year, month, day]) => (&**year, Some(&**month), Some(&**day)),
            _ => return Err(DateTextError::Unreadable),
        };
        match (era, year.len()) {
            (None, 4) | (Some(_), 1 | 2) => {}
            (None, 1..=3 | 6) => return Err(DateTextError::NoEra),
            _ => return Err(DateTextError::Unreadable),
        }
        let number = |digits: &str| digits.parse().map_err(|_| DateTextError::Unreadable);
        let typed = Self {
            era,
            year: year.parse().map_err(|_| DateTextError::Unreadable)?,
            month: month.map(number).transpose()?,
            day: day.map(number).transpose()?,
        };
        if typed.era.is_some() && typed.year == 0 {
            return Err(DateTextError::Unreadable);
        }
        match typed.western_year() {
            1800..=2999 => Ok(typed),
            year => Err(DateTextError::YearOutOfRange(year)),
        }
    }

    fn western_year(&self) -> i32 {
        self.era
            .map_or(i32::from(self.year), |era| era.western_year(self.year))
    }

    fn whole(&self, month: u32, day: u32) -> Result<NaiveDate, DateTextError> {
        let date = self.date(month, day)?;
        match self.era {
            Some(era) if !era.contains(date) => Err(DateTextError::OutsideEra { era }),
            _ => Ok(date),
        }
    }

    fn date(&self, month: u32, day: u32) -> Result<NaiveDate, DateTextError> {
        NaiveDate::from_ymd_opt(self.western_year(), month, day)
            .ok_or_else(|| DateTextError::NoSuchDay(format!("{}年{month}月{day}日", self.year_text())))
    }

    fn year_text(&self) -> String {
        format!("{}{}", self.era.map_or("", Era::name), self.year)
    }

    /// The days of `months` months from `month` on.
    fn span(&self, month: u32, months: u32) -> Result<(NaiveDate, NaiveDate), DateTextError> {
        let first = NaiveDate::from_ymd_opt(self.western_year(), month, 1)
            .ok_or_else(|| DateTextError::NoSuchDay(format!("{}年{month}月", self.year_text())))?;
        Ok((first, first + Months::new(months) - Days::new(1)))
    }
}

/// The era at the start, by its name, the first character of its name, or its letter; and what follows.
fn split_era(text: &str) -> (Option<Era>, &str) {
    for era in Era::all() {
        if let Some(rest) = text.strip_prefix(era.name()) {
            return (Some(era), rest);
        }
    }
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_ascii_uppercase());
    let era = Era::all().find(|era| first == Some(era.letter()) || first == era.name().chars().next());
    match era {
        Some(era) => {
            let rest = characters.as_str();
            (Some(era), rest.strip_prefix('.').unwrap_or(rest))
        }
        None => (None, text),
    }
}

/// The runs of digits, parted by one separator each; 「日」 may end the text.
fn numbers(text: &str) -> Result<Vec<String>, DateTextError> {
    let separator = |c| {
        matches!(
            c,
            '.' | '/' | '-' | '−' | 'ー' | '‐' | '–' | ',' | '、' | '・' | '年' | '月'
        )
    };
    let ended = text.strip_suffix(['日', '年', '月']).unwrap_or(text);
    let parts: Vec<String> = ended.split(separator).map(str::to_owned).collect();
    let digits = |part: &String| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.iter().all(digits) {
        Ok(parts)
    } else {
        Err(DateTextError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{format, format_short, format_western};
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn named(name: &str) -> Era {
        Era::all().find(|era| era.name() == name).unwrap()
    }

    #[test]
    fn reads_what_officers_type() {
        let expected = day(2026, 11, 24);
        for text in [
            "R8.11.24",
            "r8.11.24",
            "令和8年11月24日",
            "令8.11.24",
            "R08.11.24",
            "R081124",
            "R8/11/24",
            "Ｒ８．１１．２４",
            "令和８年１１月２４日",
            "2026-11-24",
            "2026/11/24",
            "2026.11.24",
            "20261124",
            "２０２６１１２４",
            "2026年11月24日",
            "西暦2026年11月24日",
            "  R8.11.24 ",
            "㋿8年11月24日",
            "R.8.11.24",
            "２０２６ー１１ー２４",
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
        assert_eq!(parse("s55/4/1"), Ok(day(1980, 4, 1)));
        assert_eq!(parse("昭55.4.1"), Ok(day(1980, 4, 1)));
        assert_eq!(parse("令和元年5月1日"), Ok(day(2019, 5, 1)));
        assert_eq!(parse("H元.1.8"), Ok(day(1989, 1, 8)));
        assert_eq!(parse("M45.7.30"), Ok(day(1912, 7, 30)));
        assert_eq!(parse("T15.12.25"), Ok(day(1926, 12, 25)));
        assert_eq!(parse("S64.1.7"), Ok(day(1989, 1, 7)));
    }

    #[test]
    fn says_what_is_wrong() {
        use DateTextError as E;
        for (text, error) in [
            ("", E::Empty),
            ("　", E::Empty),
            ("8.11.24", E::NoEra),
            ("81124", E::Unreadable),
            ("551124", E::NoEra),
            ("きのう", E::Unreadable),
            ("R8..24", E::Unreadable),
            ("R8.11.24.1", E::Unreadable),
            ("R0.1.1", E::Unreadable),
            ("R8.11", E::Incomplete),
            ("2026", E::Incomplete),
            ("R7.2.29", E::NoSuchDay("令和7年2月29日".into())),
            ("2026-13-01", E::NoSuchDay("2026年13月1日".into())),
            ("S64.1.8", E::OutsideEra { era: named("昭和") }),
            ("H1.1.7", E::OutsideEra { era: named("平成") }),
            ("H31.5.1", E::OutsideEra { era: named("平成") }),
            ("M5.12.31", E::OutsideEra { era: named("明治") }),
            ("0026-11-24", E::YearOutOfRange(26)),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
        assert_eq!(
            E::OutsideEra { era: named("平成") }.to_string(),
            "平成は西暦の1989年1月8日から2019年4月30日までです。元号と年を確かめてください。"
        );
    }

    #[test]
    fn reads_parts_for_a_search() {
        for (text, first, last) in [
            ("S55", day(1980, 1, 1), day(1980, 12, 31)),
            ("昭和55年", day(1980, 1, 1), day(1980, 12, 31)),
            ("S55.4", day(1980, 4, 1), day(1980, 4, 30)),
            ("昭和55年4月", day(1980, 4, 1), day(1980, 4, 30)),
            ("1980-04", day(1980, 4, 1), day(1980, 4, 30)),
            ("1980", day(1980, 1, 1), day(1980, 12, 31)),
            ("2000.2", day(2000, 2, 1), day(2000, 2, 29)),
            ("S64", day(1989, 1, 1), day(1989, 1, 7)),
            ("H1", day(1989, 1, 8), day(1989, 12, 31)),
            ("S55.4.1", day(1980, 4, 1), day(1980, 4, 1)),
        ] {
            assert_eq!(parse_range(text), Ok(DayRange { first, last }), "{text}");
        }
        assert_eq!(
            parse_range("S64.2"),
            Err(DateTextError::OutsideEra { era: named("昭和") })
        );
        assert_eq!(parse_range("55.4"), Err(DateTextError::NoEra));
        assert_eq!(
            parse_range("S55.13"),
            Err(DateTextError::NoSuchDay("昭和55年13月".into()))
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(days in 0i64..80_000) {
            let date = day(1873, 1, 1) + chrono::Duration::days(days);
            prop_assert_eq!(parse(&format(date)), Ok(date));
            prop_assert_eq!(parse(&format_short(date)), Ok(date));
            prop_assert_eq!(parse(&format_western(date)), Ok(date));
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = parse(&text);
            let _ = parse_range(&text);
        }
    }
}
