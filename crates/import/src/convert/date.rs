//! Dates of the register: a date, a flag that says it is unknown, and words for it.

use chrono::{Datelike, Days, Months, NaiveDate};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki;

use crate::fault::Reason;

/// What an unknown date is called where the file has no words for it.
const UNKNOWN: &str = "不詳";

/// Reads a date; none where there is nothing at all. An unknown one is some day of what the digits and the words leave
/// open: 00 and 99 stand for a month or a day that is not known; a whole date beside the flag stands for its year, as no
/// deemed day is made up.
pub(crate) fn register_date(
    cell: &str,
    unknown: bool,
    words: &str,
    today: NaiveDate,
) -> Result<Option<RegisterDate>, Reason> {
    if !unknown {
        return match cell {
            "" => Ok(None),
            _ => day(cell)
                .map(|day| Some(RegisterDate::Known(day)))
                .ok_or(Reason::NotADate),
        };
    }
    let (earliest, latest) = by_words(words)
        .or_else(|| by_digits(cell))
        .or_else(|| everything(today))
        .ok_or(Reason::NotADate)?;
    let text = if words.is_empty() { UNKNOWN } else { words };
    Ok(Some(RegisterDate::Unknown {
        earliest,
        latest,
        text: text.to_owned(),
    }))
}

/// A day of the calendar, in one of the forms of a layout.
pub(crate) fn day(cell: &str) -> Option<NaiveDate> {
    let (year, month, day) = digits(cell).or_else(|| {
        let day = wareki::parse(cell).ok()?;
        Some((day.year(), day.month(), day.day()))
    })?;
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    (1800..3000).contains(&day.year()).then_some(day)
}

/// Seven digits, of an era (1 明治, 2 大正, 3 昭和, 4 平成, 5 令和), its year, a month and a day, as a date in another form
/// that is read; 00 and 99 stay, for what is not known. None for anything else.
pub(crate) fn era_digits(cell: &str) -> Option<String> {
    if cell.len() != 7 || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (era, rest) = cell.split_at(1);
    let (letter, before, last) = match era {
        "1" => ('M', 1867, 45),
        "2" => ('T', 1911, 15),
        "3" => ('S', 1925, 64),
        "4" => ('H', 1988, 31),
        "5" => ('R', 2018, 99),
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i32>().ok();
    let (year, month, day) = (part(0)?, part(2)?, part(4)?);
    if !(1..=last).contains(&year) {
        return None;
    }
    if NaiveDate::from_ymd_opt(before + year, month.unsigned_abs(), day.unsigned_abs()).is_some() {
        return Some(format!("{letter}{year}.{month}.{day}"));
    }
    Some(format!("{:04}-{month:02}-{day:02}", before + year))
}

/// `2026-11-28`, `2026/11/28` or `20261128`.
fn digits(cell: &str) -> Option<(i32, u32, u32)> {
    let bytes = cell.as_bytes();
    let number = |range: std::ops::Range<usize>| {
        let part = bytes.get(range)?;
        part.iter().all(u8::is_ascii_digit).then_some(())?;
        std::str::from_utf8(part).ok()?.parse::<u32>().ok()
    };
    let parted = bytes.len() == 10
        && [4, 7]
            .iter()
            .all(|at| matches!(bytes.get(*at), Some(b'-' | b'/')));
    let (month, day) = match bytes.len() {
        10 if parted => (number(5..7)?, number(8..10)?),
        8 => (number(4..6)?, number(6..8)?),
        _ => return None,
    };
    Some((i32::try_from(number(0..4)?).ok()?, month, day))
}

/// What an unknown date's digits leave open.
fn by_digits(cell: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, month, day) = digits(cell)?;
    if !(1800..3000).contains(&year) {
        return None;
    }
    let real = NaiveDate::from_ymd_opt(year, month, day).is_some();
    let (first, months) = if (1..=12).contains(&month) && !real {
        (NaiveDate::from_ymd_opt(year, month, 1)?, 1)
    } else {
        (NaiveDate::from_ymd_opt(year, 1, 1)?, 12)
    };
    Some((first, end(first, months)?))
}

/// What the words say, where they begin with an era's year or with a year, with or without a month: 「昭和15年頃」.
fn by_words(words: &str) -> Option<(NaiveDate, NaiveDate)> {
    let ends = words
        .char_indices()
        .filter(|(_, c)| matches!(c, '年' | '月' | '日'));
    let parts: Vec<usize> = ends.map(|(at, c)| at + c.len_utf8()).collect();
    parts.into_iter().rev().find_map(|end| {
        let range = wareki::parse_range(words.get(..end)?).ok()?;
        (range.first != range.last).then_some((range.first, range.last))
    })
}

fn everything(today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(1868, 1, 25)?.min(today), today))
}

fn end(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    first
        .checked_add_months(Months::new(months))?
        .checked_sub_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unknown(cell: &str, words: &str) -> (NaiveDate, NaiveDate, String) {
        match register_date(cell, true, words, ymd("2026-11-28"))
            .unwrap()
            .unwrap()
        {
            RegisterDate::Unknown {
                earliest,
                latest,
                text,
            } => (earliest, latest, text),
            RegisterDate::Known(day) => panic!("{day} is known"),
        }
    }

    #[test]
    fn known_dates_in_every_form() {
        for cell in [
            "2026-11-28",
            "2026/11/28",
            "20261128",
            "R8.11.28",
            "令和8年11月28日",
        ] {
            assert_eq!(day(cell), Some(ymd("2026-11-28")), "{cell}");
        }
        for cell in [
            "",
            "2026-11-31",
            "1941-02-29",
            "9999-99-99",
            "0000-00-00",
            "2026-11-2x",
            "氏名",
            "9999-12-31",
        ] {
            assert_eq!(day(cell), None, "{cell}");
        }
        assert_eq!(register_date("", false, "", ymd("2026-11-28")), Ok(None));
        assert_eq!(
            register_date("x", false, "", ymd("2026-11-28")),
            Err(Reason::NotADate)
        );
    }

    #[test]
    fn digits_of_an_era_are_its_days() {
        let read = |cell| era_digits(cell).and_then(|cell| day(&cell));
        assert_eq!(read("5081128"), Some(ymd("2026-11-28")));
        assert_eq!(read("3640107"), Some(ymd("1989-01-07")));
        assert_eq!(read("3640108"), None, "昭和 had ended");
        for cell in [
            "", "508112", "6010101", "3650101", "508112x", "20261128", "5000101",
        ] {
            assert_eq!(era_digits(cell), None, "{cell}");
        }
        let cell = era_digits("3150000").unwrap();
        let unknown = unknown(&cell, "");
        assert_eq!((unknown.0, unknown.1), (ymd("1940-01-01"), ymd("1940-12-31")));
    }

    #[test]
    fn unknown_dates_are_as_wide_as_they_must_be() {
        let year = |year: &str| (ymd(&format!("{year}-01-01")), ymd(&format!("{year}-12-31")));
        for (cell, words) in [
            ("1940-00-00", "不詳"),
            ("1940-99-99", ""),
            ("1940-01-01", "推定"),
            ("", "昭和15年頃"),
            ("9999-99-99", "昭和15年　月日不詳"),
        ] {
            let (earliest, latest, _) = unknown(cell, words);
            assert_eq!((earliest, latest), year("1940"), "{cell} {words}");
        }
        let month = unknown("1940-03-00", "不詳");
        assert_eq!((month.0, month.1), (ymd("1940-03-01"), ymd("1940-03-31")));
        let no_such_day = unknown("1941-02-29", "昭和16年2月29日");
        assert_eq!(
            (no_such_day.0, no_such_day.1),
            (ymd("1941-02-01"), ymd("1941-02-28"))
        );
        assert_eq!(no_such_day.2, "昭和16年2月29日");
        assert_eq!(unknown("", "").2, "不詳");
        assert_eq!(unknown("", "年月日不詳").1, ymd("2026-11-28"));
    }
}
