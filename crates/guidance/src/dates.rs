//! Ages and school years by law, as sets of birth dates.
//!
//! Every test a rule makes of a date is true on one run of days, so that an unknown date can be cut into
//! bands. 年齢計算ニ関スル法律 and 民法143条: an age is attained on the day before the birthday; someone born
//! on 29 February attains it on 28 February in every year.

use chrono::{Days, Months, NaiveDate};
use madoguchi_model::age::{attained_on, fiscal_year};

/// The first day any date of a register can be.
pub const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1800, 1, 1).expect("a day of the calendar");
/// The last day any date of a register can be.
pub const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2999, 12, 31).expect("a day of the calendar");

/// A run of days, both ends included; empty when the first is after the last.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DayRange {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl DayRange {
    /// Every day up to `last`.
    #[must_use]
    pub fn until(last: NaiveDate) -> Self {
        Self {
            first: FIRST_DAY,
            last,
        }
    }

    /// Every day from `first`.
    #[must_use]
    pub fn from(first: NaiveDate) -> Self {
        Self {
            first,
            last: LAST_DAY,
        }
    }

    /// Whether the day is in the run.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// Birth dates of those who have attained `age` by `on`.
#[must_use]
pub fn born_attaining(age: u32, on: NaiveDate) -> DayRange {
    let mut last = on.checked_sub_months(Months::new(12 * age)).unwrap_or(FIRST_DAY) + Days::new(3);
    while attained_on(last, age) > on {
        last = last - Days::new(1);
    }
    DayRange::until(last)
}

/// Birth dates of those whose `age`th birthday has come by `on`: the day after the one of attaining.
#[must_use]
pub fn born_with_birthday(age: u32, on: NaiveDate) -> DayRange {
    born_attaining(age, on - Days::new(1))
}

/// Birth dates of children in the school years `from` to `to` on `on` (1 to 6 小学校, 7 to 9 中学校).
/// 学校教育法17条: from the first school year that begins after the day on which the child attains 6; a
/// child born on 1 April belongs to the older year.
#[must_use]
pub fn born_in_grades(from: u32, to: u32, on: NaiveDate) -> DayRange {
    let year = fiscal_year(on);
    DayRange {
        first: day(year - years(to) - 6, 4, 2),
        last: day(year - years(from) - 5, 4, 1),
    }
}

/// Birth dates of those for whom `on` is not after the first 31 March on or after the day of attaining `age`
/// (18歳に達する日以後の最初の3月31日まで).
#[must_use]
pub fn born_within_fiscal_year_end(age: u32, on: NaiveDate) -> DayRange {
    DayRange::from(day(fiscal_year(on) - years(age), 4, 2))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(FIRST_DAY)
}

fn years(age: u32) -> i32 {
    i32::try_from(age).unwrap_or(i32::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ages_are_attained_on_the_day_before_the_birthday() {
        for (birth, age, on) in [
            ("1961-11-25", 65, "2026-11-24"),
            ("2006-04-01", 20, "2026-03-31"),
            ("2004-02-29", 20, "2024-02-28"),
            ("2004-02-29", 21, "2025-02-28"),
            ("2004-03-01", 20, "2024-02-29"),
            ("2004-03-01", 21, "2025-02-28"),
            ("2004-01-01", 18, "2021-12-31"),
        ] {
            assert!(born_attaining(age, d(on)).contains(d(birth)), "{birth} {age}");
            assert!(
                !born_attaining(age, d(on).pred_opt().unwrap()).contains(d(birth)),
                "{birth} {age}"
            );
        }
    }

    #[test]
    fn late_stage_elderly_insurance_begins_on_the_birthday_itself() {
        for (birth, on, reached) in [
            ("1951-11-24", "2026-11-23", false),
            ("1951-11-24", "2026-11-24", true),
            ("1952-02-29", "2027-02-28", false),
            ("1952-02-29", "2027-03-01", true),
        ] {
            assert_eq!(
                born_with_birthday(75, d(on)).contains(d(birth)),
                reached,
                "{birth} {on}"
            );
        }
    }

    #[test]
    fn the_first_of_april_belongs_to_the_older_school_year() {
        for (birth, on, grade) in [
            ("2020-04-01", "2026-04-01", 1),
            ("2020-04-01", "2026-03-31", 0),
            ("2020-04-02", "2026-04-01", 0),
            ("2020-04-02", "2027-04-01", 1),
            ("2011-04-02", "2027-03-31", 9),
            ("2011-04-01", "2027-03-31", 10),
            ("2016-02-29", "2022-04-01", 1),
        ] {
            assert_eq!(
                born_in_grades(1, 9, d(on)).contains(d(birth)),
                (1..=9).contains(&grade),
                "{birth} {on}"
            );
            if (1..=9).contains(&grade) {
                assert!(
                    born_in_grades(grade, grade, d(on)).contains(d(birth)),
                    "{birth} {on}"
                );
            }
        }
    }

    #[test]
    fn the_fiscal_year_of_attaining_eighteen() {
        for (birth, on, within) in [
            ("2008-04-01", "2026-03-31", true),
            ("2008-04-01", "2026-04-01", false),
            ("2008-04-02", "2026-04-01", true),
            ("2008-04-02", "2027-03-31", true),
            ("2008-04-02", "2027-04-01", false),
        ] {
            assert_eq!(
                born_within_fiscal_year_end(18, d(on)).contains(d(birth)),
                within,
                "{birth} {on}"
            );
        }
    }
}
