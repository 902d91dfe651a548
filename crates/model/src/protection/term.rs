//! How long a measure runs, and when to ask whether it goes on. Nothing ends by the calendar.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::deadline::{ClosedLastDay, InitialDay, Period, Span};

/// The time a measure was decided for: both days included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Term {
    /// 開始年月日.
    pub from: NaiveDate,
    /// 終了年月日: the last day of the term, not of the protection.
    pub until: NaiveDate,
}

/// Where a day stands in a term.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// More than a month is left.
    Running,
    /// The last month: it can be extended, and an officer is told.
    EndsSoon,
    /// The term is over and nobody has decided. It protects all the same.
    Overdue,
}

impl Term {
    /// 期間: one year.
    const YEAR: Period = Period {
        span: Span::Months(12),
        initial_day: InitialDay::Included,
        closed_last_day: ClosedLastDay::Stays,
    };

    /// One year from a day, which counts (2020-04-01 → 2021-03-31); from 29 February to 28 February (民法143条2項).
    #[must_use]
    pub fn of_a_year(from: NaiveDate) -> Self {
        Self {
            from,
            until: Self::YEAR.last_day(from),
        }
    }

    /// A year more behind the present term. Whoever asks late is not unprotected in between: there is no gap.
    #[must_use]
    pub fn extended(self) -> Self {
        let next = Self::of_a_year(self.until + Days::new(1));
        Self {
            from: self.from,
            until: next.until,
        }
    }

    /// The first day on which it can be extended and officers are told: the same day of the month before the last, or
    /// that month's end.
    #[must_use]
    pub fn warned_from(self) -> NaiveDate {
        (self.until - Months::new(1)).max(self.from)
    }

    /// Where a day stands in it. A day before it begins counts as within.
    #[must_use]
    pub fn standing(self, on: NaiveDate) -> Standing {
        if on > self.until {
            Standing::Overdue
        } else if on >= self.warned_from() {
            Standing::EndsSoon
        } else {
            Standing::Running
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_ends_the_day_before() {
        for (from, until, warned) in [
            ("2020-04-01", "2021-03-31", "2021-02-28"),
            ("2024-02-29", "2025-02-28", "2025-01-28"),
            ("2023-03-01", "2024-02-29", "2024-01-29"),
            ("2026-01-01", "2026-12-31", "2026-11-30"),
            ("2025-04-30", "2026-04-29", "2026-03-29"),
        ] {
            let term = Term::of_a_year(day(from));
            assert_eq!(
                (term.until, term.warned_from()),
                (day(until), day(warned)),
                "{from}"
            );
        }
    }

    #[test]
    fn it_is_told_a_month_before_and_never_over() {
        let term = Term::of_a_year(day("2020-04-01"));
        for (on, standing) in [
            ("2020-03-01", Standing::Running),
            ("2021-02-27", Standing::Running),
            ("2021-02-28", Standing::EndsSoon),
            ("2021-03-31", Standing::EndsSoon),
            ("2021-04-01", Standing::Overdue),
            ("2031-04-01", Standing::Overdue),
        ] {
            assert_eq!(term.standing(day(on)), standing, "{on}");
        }
    }

    fn some_day() -> impl Strategy<Value = NaiveDate> {
        (0_u64..40_000).prop_map(|days| day("1990-01-01") + Days::new(days))
    }

    proptest! {
        #[test]
        fn a_year_has_365_or_366_days_and_fits_the_calendar(from in some_day()) {
            let term = Term::of_a_year(from);
            let days = (term.until - from).num_days() + 1;
            prop_assert!(days == 365 || days == 366, "{days}");
            let next = term.until + Days::new(1);
            let same_day = (next.month(), next.day()) == (from.month(), from.day());
            prop_assert!(same_day || (from.month(), from.day()) == (2, 29));
            prop_assert_eq!(next.year(), from.year() + 1);
        }

        #[test]
        fn an_extension_leaves_no_gap_and_adds_a_year(from in some_day()) {
            let term = Term::of_a_year(from);
            let longer = term.extended();
            prop_assert_eq!(longer.from, term.from);
            prop_assert_eq!(longer.until, Term::of_a_year(term.until + Days::new(1)).until);
            prop_assert!(longer.until > term.until);
        }

        #[test]
        fn the_last_month_has_28_to_32_days(from in some_day()) {
            let term = Term::of_a_year(from);
            let days = (term.until - term.warned_from()).num_days() + 1;
            prop_assert!((29..=32).contains(&days), "{days}");
        }

        #[test]
        fn standing_only_goes_on(from in some_day(), a in 0_u64..800, b in 0_u64..800) {
            let term = Term::of_a_year(from);
            let (early, late) = (a.min(b), a.max(b));
            prop_assert!(term.standing(from + Days::new(early)) <= term.standing(from + Days::new(late)));
        }
    }
}
