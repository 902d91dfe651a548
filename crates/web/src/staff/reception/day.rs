//! 異動日 and 届出日 as they are typed at the counter.

use chrono::{Datelike, Days, NaiveDate};
use madoguchi_model::wareki;
use unicode_normalization::UnicodeNormalization;

/// Reads a day in any form [`wareki::parse`] knows; also 「今日」「昨日」, and `11/20` without a year, which is
/// the last such day up to today. The error is for the person who typed.
pub(crate) fn read(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let plain: String = typed.nfkc().filter(|c| !c.is_whitespace()).collect();
    match plain.as_str() {
        "今日" | "きょう" | "本日" => return Ok(today),
        "昨日" | "きのう" => return Ok(today - Days::new(1)),
        _ => {}
    }
    wareki::parse(typed).or_else(|error| month_and_day(&plain, today).ok_or_else(|| error.to_string()))
}

/// The last day up to today with this month and day.
fn month_and_day(plain: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (month, day) = plain.split_once(['/', '.', '-', '月'])?;
    let (month, day) = (month.parse().ok()?, day.trim_end_matches('日').parse().ok()?);
    let in_year = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date <= today);
    in_year(today.year()).or_else(|| in_year(today.year() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn short_forms_mean_the_last_such_day() {
        let today = day(2026, 1, 10);
        for (typed, read_as) in [
            ("1/5", day(2026, 1, 5)),
            ("12/28", day(2025, 12, 28)),
            ("１２月２８日", day(2025, 12, 28)),
            ("今日", today),
            ("昨日", day(2026, 1, 9)),
            ("R8.1.3", day(2026, 1, 3)),
        ] {
            assert_eq!(read(typed, today), Ok(read_as), "{typed}");
        }
    }

    #[test]
    fn a_day_in_the_future_is_read_as_typed() {
        assert_eq!(read("R8.1.11", day(2026, 1, 10)), Ok(day(2026, 1, 11)));
    }

    #[test]
    fn the_rest_is_an_error() {
        for typed in ["", "2/30", "あした", "13/1"] {
            assert!(read(typed, day(2026, 1, 10)).is_err(), "{typed}");
        }
    }
}
