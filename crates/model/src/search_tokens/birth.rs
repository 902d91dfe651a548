//! Birth dates: year, month, and day in the year. An unknown date has the years and months it can be in.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::Groups;
use crate::register_date::RegisterDate;

/// An unknown date of more years than this is not told by its years.
const YEARS: i32 = 12;

/// An unknown birth date of very many years has it.
const WIDE: &str = "b??";

/// Every unknown birth date has it.
const SOMETIME: &str = "b?";

/// The tokens of a birth date.
#[must_use]
pub fn birth_tokens(birth: &RegisterDate) -> Vec<String> {
    let (first, last) = birth.range();
    if let RegisterDate::Known(_) = birth {
        return vec![
            year(first.year()),
            month(first),
            day_in_year(first.month(), first.day()),
        ];
    }
    let mut all = vec![SOMETIME.to_owned()];
    if last.year() - first.year() < YEARS {
        all.extend((first.year()..=last.year()).map(unknown));
    } else {
        all.push(WIDE.to_owned());
    }
    all
}

/// What a birth from the first to the last day asks for.
#[must_use]
pub fn birth_groups(first: NaiveDate, last: NaiveDate) -> Groups {
    let years: Vec<i32> = (first.year()..=last.year()).take(usize::from(u8::MAX)).collect();
    let mut unknowns: Vec<String> = years.iter().copied().map(unknown).collect();
    unknowns.push(WIDE.to_owned());
    let whole_years = (first.month(), first.day()) == (1, 1) && (last.month(), last.day()) == (12, 31);
    let known: Vec<String> = if whole_years || years.len() > 2 {
        years.into_iter().map(year).collect()
    } else {
        months(first, last)
    };
    let mut groups = vec![[known, unknowns.clone()].concat()];
    if first == last {
        groups.push([vec![day_in_year(first.month(), first.day())], unknowns].concat());
    }
    groups
}

/// What a birthday without a year asks for: month and day. Whose date is unknown may have it too.
#[must_use]
pub fn birthday_groups(month: u32, day: u32) -> Groups {
    vec![vec![day_in_year(month, day), SOMETIME.to_owned()]]
}

fn months(first: NaiveDate, last: NaiveDate) -> Vec<String> {
    let mut all = BTreeSet::new();
    let mut day = first;
    while day <= last {
        all.insert(month(day));
        let Some(next) = day.checked_add_days(Days::new(28)) else {
            break;
        };
        day = next;
    }
    all.insert(month(last));
    all.into_iter().collect()
}

fn year(year: i32) -> String {
    format!("b{year}")
}

fn unknown(year: i32) -> String {
    format!("b?{year}")
}

fn month(day: NaiveDate) -> String {
    format!("b{}-{:02}", day.year(), day.month())
}

fn day_in_year(month: u32, day: u32) -> String {
    format!("b--{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn met(birth: &RegisterDate, groups: &Groups) -> bool {
        let tokens = birth_tokens(birth);
        groups
            .iter()
            .all(|group| group.iter().any(|token| tokens.contains(token)))
    }

    #[test]
    fn parts_of_a_date_find_it() {
        let born = RegisterDate::Known(day("1980-04-10"));
        for (first, last, is) in [
            ("1980-04-10", "1980-04-10", true),
            ("1980-04-11", "1980-04-11", false),
            ("1980-04-01", "1980-04-30", true),
            ("1980-01-01", "1980-12-31", true),
            ("1980-05-01", "1980-05-31", false),
            ("1981-01-01", "1981-12-31", false),
        ] {
            assert_eq!(
                met(&born, &birth_groups(day(first), day(last))),
                is,
                "{first} {last}"
            );
        }
        assert!(met(&born, &birthday_groups(4, 10)) && !met(&born, &birthday_groups(4, 11)));
    }

    #[test]
    fn an_unknown_date_is_found_by_what_it_can_be() {
        let born = RegisterDate::Unknown {
            earliest: day("1940-01-01"),
            latest: day("1940-12-31"),
            text: "昭和15年頃".into(),
        };
        assert!(met(&born, &birth_groups(day("1940-05-05"), day("1940-05-05"))));
        assert!(met(&born, &birth_groups(day("1940-01-01"), day("1940-12-31"))));
        assert!(met(&born, &birthday_groups(5, 5)));
    }

    proptest! {
        #[test]
        fn nobody_born_in_a_range_is_missed(from in 0u64..40_000, length in 0u64..900, at in 0u64..900) {
            let first = day("1900-01-01") + Days::new(from);
            let last = first + Days::new(length);
            let born = RegisterDate::Known(first + Days::new(at.min(length)));
            prop_assert!(met(&born, &birth_groups(first, last)));
        }
    }
}
