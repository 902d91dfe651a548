//! Dates as forms write them: 和暦 in parts, or words.

use chrono::{Datelike, NaiveDate};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki::{self, Era};

/// A date to be printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DateValue {
    /// The whole, for example 「令和8年11月24日」.
    pub text: String,
    /// Its parts, where it is a day of an era; none for the western calendar and for the register's own words.
    pub parts: Option<DateParts>,
}

/// The parts of a day in 和暦.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DateParts {
    /// For example 「令和」.
    pub era: &'static str,
    /// 「元」 or a number.
    pub year: String,
    /// The month.
    pub month: String,
    /// The day.
    pub day: String,
}

impl DateValue {
    /// A day in 和暦.
    #[must_use]
    pub fn japanese(day: NaiveDate) -> Self {
        let parts = Era::of(day).map(|era| DateParts {
            era: era.name(),
            year: match era.year_of(day.year()) {
                1 => "元".into(),
                year => year.to_string(),
            },
            month: day.month().to_string(),
            day: day.day().to_string(),
        });
        Self {
            text: wareki::format(day),
            parts,
        }
    }

    /// A day in the western calendar, as for foreign residents.
    #[must_use]
    pub fn western(day: NaiveDate) -> Self {
        Self {
            text: wareki::format_western(day),
            parts: None,
        }
    }

    /// A date of the register: unknown ones in the register's own words.
    #[must_use]
    pub fn of_register(date: &RegisterDate, western: bool) -> Self {
        match date {
            RegisterDate::Known(day) if western => Self::western(*day),
            RegisterDate::Known(day) => Self::japanese(*day),
            RegisterDate::Unknown { text, .. } => Self {
                text: text.clone(),
                parts: None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_an_era_has_parts() {
        let date = DateValue::japanese(NaiveDate::from_ymd_opt(2019, 5, 1).unwrap());
        assert_eq!(date.text, "令和元年5月1日");
        let parts = date.parts.unwrap();
        assert_eq!(
            (parts.era, &*parts.year, &*parts.month, &*parts.day),
            ("令和", "元", "5", "1")
        );
        assert_eq!(
            DateValue::western(NaiveDate::from_ymd_opt(1990, 2, 3).unwrap()).text,
            "1990年2月3日"
        );
    }
}
