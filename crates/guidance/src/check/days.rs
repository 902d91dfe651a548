//! Reference dates that stand for all: between two of them, no two days that conditions compare change places.

use chrono::{Datelike, Days, Months, NaiveDate};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};

use super::ground::possible_days;
use crate::catalogue::Release;
use crate::dates::DayRange;
use crate::expression::{DateTest, Expression, FactIndex};

/// How far the calendar is looked at after the last day that a condition names: a leap year is in it.
const YEARS: u32 = 5;

/// The dates compared in a release, on every reference date on which their order can be new.
pub(super) struct ReferenceDates {
    tests: Vec<(FactIndex, DateTest)>,
    /// For each reference date, the days on which each test is true, and those the date can be.
    rows: Vec<(NaiveDate, Vec<(DayRange, DayRange)>)>,
}

impl ReferenceDates {
    pub(super) fn new(release: &Release) -> Self {
        let mut tests = Vec::new();
        let rules = release
            .procedures()
            .iter()
            .flat_map(|procedure| procedure.rules());
        let all = rules
            .chain(release.impossible().iter().map(|rule| &rule.rule))
            .chain(release.definitions().iter().map(|definition| &definition.rule));
        for rule in all {
            rule.expression.each(&mut |part| {
                if let Expression::Date { fact, test } = part
                    && !tests.contains(&(*fact, *test))
                {
                    tests.push((*fact, *test));
                }
            });
        }
        let from = release.valid_from();
        let fixed: Vec<_> = tests
            .iter()
            .filter_map(|(fact, test)| Some((*fact, fixed(*test)?)))
            .collect();
        let last = fixed
            .iter()
            .map(|(_, day)| *day)
            .max()
            .map_or(from, |day| day.max(from));
        let to = release
            .valid_to()
            .unwrap_or(last + Months::new(12 * YEARS))
            .max(from);
        let mut days = BTreeSet::from([from, to]);
        for procedure in release.procedures() {
            days.extend(procedure.valid_from.into_iter().chain(procedure.valid_to));
        }
        // Months and years differ in length: the days around the end of every month.
        let months =
            (0..=12 * YEARS).filter_map(|month| from.with_day(1)?.checked_add_months(Months::new(month)));
        for first in months {
            days.extend([first, first + Days::new(1), first + Days::new(27)]);
            days.extend([first - Days::new(1), first - Days::new(2)]);
        }
        for (fact, day) in fixed {
            let moving = tests
                .iter()
                .filter(|(other, test)| *other == fact && self::fixed(*test).is_none());
            let ends = moving.flat_map(|(_, test)| {
                let (first, last) = (move |on| test.days(on).first, move |on| test.days(on).last);
                [
                    first_day(from, to, |on| day <= first(on)),
                    first_day(from, to, |on| day <= last(on)),
                ]
            });
            for end in ends.flatten().chain([day]) {
                days.extend([end - Days::new(1), end, end + Days::new(1)]);
            }
        }
        let rows = days.range(from..=to).map(|day| {
            let row = tests
                .iter()
                .map(|(fact, test)| (test.days(*day), possible_days(release, *fact, *day)));
            (*day, row.collect())
        });
        Self {
            rows: rows.collect(),
            tests,
        }
    }

    /// Reference dates, within a term, that stand for all others of it in these conditions.
    pub(super) fn of(
        &self,
        conditions: &[&Expression],
        from: NaiveDate,
        to: Option<NaiveDate>,
    ) -> Vec<NaiveDate> {
        let mut places = BTreeSet::new();
        for condition in conditions {
            condition.each(&mut |part| {
                if let Expression::Date { fact, test } = part {
                    places.extend(self.tests.iter().position(|known| *known == (*fact, *test)));
                }
            });
        }
        let mut seen = HashSet::new();
        let term = self
            .rows
            .iter()
            .filter(|(day, _)| from <= *day && to.is_none_or(|to| *day <= to));
        let mut found: Vec<_> = term
            .filter(|(_, row)| seen.insert(self.order(row, &places)))
            .map(|(day, _)| *day)
            .collect();
        if found.is_empty() {
            found.push(from);
        }
        found
    }

    /// In which order the days stand that the same date is compared with.
    fn order(&self, row: &[(DayRange, DayRange)], places: &BTreeSet<usize>) -> Vec<Ordering> {
        let ends: Vec<(FactIndex, NaiveDate)> = places
            .iter()
            .flat_map(|place| {
                let (days, possible) = row[*place];
                let ends = [
                    days.first,
                    days.last + Days::new(1),
                    possible.first,
                    possible.last + Days::new(1),
                ];
                ends.map(|end| (self.tests[*place].0, end))
            })
            .collect();
        let mut order = Vec::new();
        for (place, (fact, end)) in ends.iter().enumerate() {
            let before = ends[..place].iter().filter(|(other, _)| other == fact);
            order.extend(before.map(|(_, other)| other.cmp(end)));
        }
        order
    }
}

/// The day a date is compared with, where it is the same on every reference date.
fn fixed(test: DateTest) -> Option<NaiveDate> {
    match test {
        DateTest::NotAfter(bound) | DateTest::NotBefore(bound) => Some(bound.on(bound.day?)),
        _ => None,
    }
}

/// The first day of a term from which on something holds; none where it holds nowhere.
fn first_day(from: NaiveDate, to: NaiveDate, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let (mut low, mut high) = (0, u64::try_from((to - from).num_days()).ok()?);
    if !holds(to) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if holds(from + Days::new(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(from + Days::new(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_is_found_wherever_it_is() {
        let day = |n: u64| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n);
        for last in 0..40 {
            for first in 0..=last {
                assert_eq!(
                    first_day(day(0), day(last), |d| d >= day(first)),
                    Some(day(first))
                );
            }
            assert_eq!(first_day(day(0), day(last), |d| d > day(last)), None);
        }
    }
}
