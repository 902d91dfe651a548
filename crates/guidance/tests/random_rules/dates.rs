//! Tests of dates, as the model crate counts ages.

use chrono::{Days, NaiveDate};
use madoguchi_guidance::expression::syntax::DateSyntax;
use madoguchi_model::age::{AgeRule, SchoolYear, reaches_on, school_year_on, year_end_after_attaining};

use crate::generate::REFERENCE;

pub(crate) fn date_holds(day: NaiveDate, test: &DateSyntax) -> bool {
    let reference: NaiveDate = REFERENCE.parse().unwrap();
    match *test {
        DateSyntax::Attains(age) => reaches_on(day, age, AgeRule::Attains) <= reference,
        DateSyntax::Birthday(age) => reaches_on(day, age, AgeRule::Birthday) <= reference,
        DateSyntax::Grade(from, to) => {
            let grade = match school_year_on(day, reference) {
                SchoolYear::Before => 0,
                SchoolYear::Elementary(year) => u32::from(year),
                SchoolYear::JuniorHigh(year) => 6 + u32::from(year),
                // The generated conditions reach beyond junior high school.
                SchoolYear::After => 10 + u32::from(day < "2008-04-02".parse().unwrap()) * 10,
            };
            (from..=to).contains(&grade)
        }
        DateSyntax::FiscalYearEnd(age) => reference <= year_end_after_attaining(day, age),
        DateSyntax::Compare {
            sign,
            day: bound,
            months,
            days,
        } => {
            assert_eq!(months, 0, "the generated conditions shift by days only");
            let bound = bound.unwrap_or(reference);
            let shift = Days::new(u64::from(days.unsigned_abs()));
            let bound = if days < 0 { bound - shift } else { bound + shift };
            match sign {
                "<" => day < bound,
                "<=" => day <= bound,
                ">" => day > bound,
                _ => day >= bound,
            }
        }
    }
}
