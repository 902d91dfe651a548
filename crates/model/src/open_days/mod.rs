//! Days on which a municipality's counters are open.
//!
//! 地方自治法4条の2: the closed days are those of the municipality's own ordinance, which follow Saturdays,
//! Sundays, 国民の祝日 and the turn of the year (12/29〜1/3). What a municipality does otherwise is data.

mod holidays;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

pub use holidays::{Holiday, holidays};

use crate::municipality::ClosedDay;

/// The open days of one municipality.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OpenDays {
    closed: BTreeMap<NaiveDate, String>,
    open: BTreeSet<NaiveDate>,
}

impl OpenDays {
    /// Open on every day but Saturdays, Sundays, holidays by law and 12/29〜1/3.
    #[must_use]
    pub fn by_law() -> Self {
        Self::default()
    }

    /// Closed on these days too.
    #[must_use]
    pub fn with_closed(mut self, days: impl IntoIterator<Item = ClosedDay>) -> Self {
        self.closed
            .extend(days.into_iter().map(|closed| (closed.day, closed.name)));
        self
    }

    /// Open on these days in spite of every other rule (臨時開庁日).
    #[must_use]
    pub fn with_open(mut self, days: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.open.extend(days);
        self
    }

    /// Why the counters are closed on a day, for example 「土曜日」 or 「勤労感謝の日」; none if they are open.
    #[must_use]
    pub fn closed_because(&self, day: NaiveDate) -> Option<&str> {
        if self.open.contains(&day) {
            return None;
        }
        if let Some(name) = self.closed.get(&day) {
            return Some(name);
        }
        if let Some(holiday) = holidays::holiday_on(day) {
            return Some(holiday);
        }
        match (day.month(), day.day(), day.weekday()) {
            (12, 29..=31, _) | (1, 1..=3, _) => Some("年末年始"),
            (_, _, Weekday::Sat) => Some("土曜日"),
            (_, _, Weekday::Sun) => Some("日曜日"),
            _ => None,
        }
    }

    /// Whether the counters are open on a day.
    #[must_use]
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.closed_because(day).is_none()
    }

    /// The day itself if it is open, otherwise the first open day after it. If every day of the ten years
    /// after it is closed, the day itself: such a calendar is a mistake, and no deadline may vanish by it.
    #[must_use]
    pub fn next_open_day(&self, day: NaiveDate) -> NaiveDate {
        const TEN_YEARS: usize = 3653;
        day.iter_days()
            .take(TEN_YEARS)
            .find(|later| self.is_open(*later))
            .unwrap_or(day)
    }

    /// The closed days of one calendar year beside plain Saturdays and Sundays, in order: what a municipality
    /// starts its own list from.
    #[must_use]
    pub fn closed_days_of(&self, year: i32) -> Vec<ClosedDay> {
        let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else {
            return Vec::new();
        };
        (0..366)
            .map(|n| first + Days::new(n))
            .filter(|day| day.year() == year)
            .filter_map(|day| {
                self.closed_because(day).map(|name| ClosedDay {
                    day,
                    name: name.to_owned(),
                })
            })
            .filter(|closed| !matches!(&*closed.name, "土曜日" | "日曜日"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn closed_by_law() {
        let days = OpenDays::by_law();
        for (date, why) in [
            (day(2026, 11, 24), None),
            (day(2026, 11, 23), Some("勤労感謝の日")),
            (day(2026, 11, 21), Some("土曜日")),
            (day(2026, 11, 22), Some("日曜日")),
            (day(2026, 12, 28), None),
            (day(2026, 12, 29), Some("年末年始")),
            (day(2027, 1, 1), Some("元日")),
            (day(2027, 1, 3), Some("年末年始")),
            (day(2027, 1, 4), None),
        ] {
            assert_eq!(days.closed_because(date), why, "{date}");
        }
        assert_eq!(days.next_open_day(day(2026, 12, 29)), day(2027, 1, 4));
        assert_eq!(days.next_open_day(day(2026, 11, 24)), day(2026, 11, 24));
    }

    #[test]
    fn a_municipality_has_days_of_its_own() {
        let own = ClosedDay {
            day: day(2026, 11, 24),
            name: "市制記念日".into(),
        };
        let days = OpenDays::by_law()
            .with_closed([own])
            .with_open([day(2026, 11, 22)]);
        assert_eq!(days.closed_because(day(2026, 11, 24)), Some("市制記念日"));
        assert!(days.is_open(day(2026, 11, 22)));
        assert_eq!(days.next_open_day(day(2026, 11, 23)), day(2026, 11, 25));
    }

    #[test]
    fn lists_a_year() {
        let listed = OpenDays::by_law().closed_days_of(2026);
        assert_eq!(listed.len(), 18 + 5, "{listed:?}");
        assert_eq!(
            listed[0],
            ClosedDay {
                day: day(2026, 1, 1),
                name: "元日".into()
            }
        );
    }

    proptest! {
        #[test]
        fn the_next_open_day_is_open_and_nothing_between_is(offset in 0i64..36_000) {
            let days = OpenDays::by_law();
            let from = day(2000, 1, 1) + chrono::Duration::days(offset);
            let next = days.next_open_day(from);
            prop_assert!(days.is_open(next) && next >= from);
            prop_assert!(from.iter_days().take_while(|d| *d < next).all(|d| !days.is_open(d)));
        }
    }
}
