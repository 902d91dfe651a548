//! What a counter meets seldom: dates of birth that nobody knows, people under protective measures.

use chrono::{Datelike, Days, Months, NaiveDate};
use madoguchi_model::age::{AgeRule, age_range_on};
use madoguchi_model::household::Household;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{ProtectiveMeasure, Resident, Sex};
use madoguchi_model::wareki;

use crate::random::Dice;

/// One in so many residents has an unknown date of birth, and one in so many households is protected.
const ONE_IN: usize = 600;

/// Makes some of the households unusual.
pub(crate) fn make_some_unusual(households: &mut [Household], dice: &mut Dice, on: NaiveDate) {
    let residents: usize = households.iter().map(|household| household.members.len()).sum();
    let wanted = residents / ONE_IN + 1;
    forget_births(households, dice, on, wanted);
    protect(households, dice, wanted);
}

/// Old people, and foreign residents in their middle years, whose birthday is unknown: everything their age
/// decides is the same on all days that it can be.
fn forget_births(households: &mut [Household], dice: &mut Dice, on: NaiveDate, wanted: usize) {
    let unsettled = |member: &&mut Resident| {
        let age = age_range_on(&member.birth_date, on, AgeRule::Attains).youngest;
        age >= 84 || member.foreign.is_some() && (44..56).contains(&age)
    };
    let mut candidates: Vec<&mut Resident> = households
        .iter_mut()
        .flat_map(|household| &mut household.members)
        .filter(unsettled)
        .collect();
    candidates.sort_by_key(|member| member.foreign.is_none());
    let foreign = candidates
        .iter()
        .filter(|member| member.foreign.is_some())
        .count();
    for n in 0..wanted {
        if candidates.is_empty() {
            return;
        }
        // The first one is a foreign resident, where there is one.
        let among = if n == 0 && foreign > 0 {
            foreign
        } else {
            candidates.len()
        };
        let at = dice.below(u32::try_from(among).expect("fewer than all residents"));
        let member = candidates.swap_remove(at as usize);
        if let RegisterDate::Known(birth) = member.birth_date {
            member.birth_date = if member.foreign.is_some() {
                western(birth)
            } else {
                forgotten(birth, n)
            };
            member.circumstances_mut().card = None;
        }
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a first or tenth day of a month")
}

/// The date of birth of a foreign resident, of which only the year is known.
fn western(birth: NaiveDate) -> RegisterDate {
    let year = birth.year();
    RegisterDate::Unknown {
        earliest: day(year, 1, 1),
        latest: day(year, 12, 31),
        text: format!("{year}年月日不詳"),
    }
}

/// The ways the register writes an unknown date, one after another.
fn forgotten(birth: NaiveDate, n: usize) -> RegisterDate {
    let (year, month) = (birth.year(), birth.month());
    let of_year = wareki::format_year(birth);
    let month_end = day(year, month, 1) + Months::new(1) - Days::new(1);
    let (earliest, latest, text) = match n % 6 {
        0 => (day(year, 1, 1), day(year, 12, 31), format!("{of_year}頃")),
        1 => (
            day(year, month, 1),
            month_end,
            format!("{of_year}{month}月日不詳"),
        ),
        2 => (
            day(year, month, 1),
            day(year, month, 10),
            format!("{of_year}{month}月上旬"),
        ),
        3 => (day(year, 3, 1), day(year, 5, 31), format!("{of_year}春")),
        4 => (day(year, 1, 1), day(year, 12, 31), format!("{of_year}推定")),
        _ => (
            day(year - 4, 1, 1),
            day(year + 4, 12, 31),
            "年月日不詳".to_owned(),
        ),
    };
    RegisterDate::Unknown {
        earliest,
        latest,
        text,
    }
}

/// Mothers with their children, and women who live alone; every third measure is provisional.
fn protect(households: &mut [Household], dice: &mut Dice, wanted: usize) {
    let fits = |household: &&mut Household| {
        household.members[0].sex == Sex::Female
            && household.members[1..]
                .iter()
                .all(|member| member.relationship == "子")
    };
    let mut candidates: Vec<&mut Household> = households.iter_mut().filter(fits).collect();
    candidates.sort_by_key(|household| std::cmp::Reverse(household.members.len().min(2)));
    let families = candidates
        .iter()
        .filter(|household| household.members.len() > 1)
        .count();
    for n in 0..wanted {
        // Two families, then one who lives alone.
        let bound = if n % 3 < 2 {
            families.saturating_sub(n)
        } else {
            candidates.len()
        };
        if bound == 0 || candidates.is_empty() {
            return;
        }
        let at = dice.below(u32::try_from(bound).expect("fewer than all households"));
        let household = candidates.remove(at as usize);
        let measure = if n % 3 == 1 {
            ProtectiveMeasure::Provisional
        } else {
            ProtectiveMeasure::InForce
        };
        for member in &mut household.members {
            member.protective_measure = measure;
        }
    }
}
