//! Instants as a clock in Japan shows them.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use madoguchi_model::clock::in_japan;

/// Hours and minutes, for example `9:05`.
pub fn clock(at: DateTime<Utc>) -> String {
    in_japan(at).format("%-H:%M").to_string()
}

/// Day and time, for example `2026/11/24 9:05`.
pub fn day_and_clock(at: DateTime<Utc>) -> String {
    in_japan(at).format("%Y/%m/%d %-H:%M").to_string()
}

/// Day and time as papers say it, for example `2026年11月28日 10:12`.
pub fn on_paper(at: DateTime<Utc>) -> String {
    in_japan(at).format("%Y年%-m月%-d日 %-H:%M").to_string()
}

/// The day as papers say it, for example `2026年11月28日`.
pub fn day_on_paper(at: DateTime<Utc>) -> String {
    in_japan(at).format("%Y年%-m月%-d日").to_string()
}

/// Day and time to the second, for records.
pub fn exact(at: DateTime<Utc>) -> String {
    in_japan(at).format("%Y/%m/%d %H:%M:%S").to_string()
}

/// A day of the present with its weekday, for example `2026年11月24日（火）`.
pub fn date(day: NaiveDate) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => '月',
        Weekday::Tue => '火',
        Weekday::Wed => '水',
        Weekday::Thu => '木',
        Weekday::Fri => '金',
        Weekday::Sat => '土',
        Weekday::Sun => '日',
    };
    format!("{}年{}月{}日（{weekday}）", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_japan() {
        let at = DateTime::from_timestamp(1_795_446_300, 0).unwrap();
        assert_eq!(exact(at), "2026/11/24 00:05:00");
        assert_eq!(clock(at), "0:05");
    }
}
