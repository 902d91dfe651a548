//! Ages and school years by law.
//!
//! 年齢計算ニ関スル法律 with 民法143条: an age is attained at the end of the day before the birthday; who is born
//! on 29 February attains it on 28 February in every year. Some systems count from the birthday itself
//! (後期高齢者医療: 75歳の誕生日当日から). A function for a [`RegisterDate`] answers with an interval, or with
//! none where the days the date can be on disagree: no deemed date is made up.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::register_date::RegisterDate;

/// From which day on a person counts as n years old.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeRule {
    /// 達する日: the day before the birthday (年齢計算ニ関スル法律).
    Attains,
    /// 誕生日当日: the day after the day of attaining.
    Birthday,
}

fn calendar_day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("1 April, 31 March and 28 February are in every year")
}

fn years(age: u32) -> i32 {
    i32::try_from(age).unwrap_or(i32::MAX / 2).min(10_000)
}

/// The day on which someone born on `birth` attains `age`.
#[must_use]
pub fn attained_on(birth: NaiveDate, age: u32) -> NaiveDate {
    let year = birth.year() + years(age);
    match birth.with_year(year) {
        Some(birthday) => birthday - Days::new(1),
        // 民法143条2項 ただし書: no corresponding day in the last month, so the period ends with that month.
        None => calendar_day(year, 2, 28),
    }
}

/// The first day on which someone born on `birth` counts as `age` years old by the rule.
#[must_use]
pub fn reaches_on(birth: NaiveDate, age: u32, rule: AgeRule) -> NaiveDate {
    match rule {
        AgeRule::Attains => attained_on(birth, age),
        AgeRule::Birthday => attained_on(birth, age) + Days::new(1),
    }
}

/// The age on a day by the rule; 0 before birth.
#[must_use]
pub fn age_on(birth: NaiveDate, on: NaiveDate, rule: AgeRule) -> u32 {
    // One more than the difference of the years can only be reached on 31 December by those of 1 January.
    let most = u32::try_from(on.year() - birth.year() + 1).unwrap_or(0);
    (0..=most)
        .rev()
        .take(3)
        .find(|age| *age == 0 || reaches_on(birth, *age, rule) <= on)
        .unwrap_or(0)
}

/// The ages a person can have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct AgeRange {
    /// The youngest.
    pub youngest: u32,
    /// The oldest.
    pub oldest: u32,
}

impl AgeRange {
    /// The age, where it is certain.
    #[must_use]
    pub fn certain(self) -> Option<u32> {
        (self.youngest == self.oldest).then_some(self.youngest)
    }
}

impl std::fmt::Display for AgeRange {
    /// 「46歳」, or 「84〜85歳」 where it is not certain.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.certain() {
            Some(age) => write!(f, "{age}歳"),
            None => write!(f, "{}〜{}歳", self.youngest, self.oldest),
        }
    }
}

/// The ages that someone with this date of birth can have on a day.
#[must_use]
pub fn age_range_on(birth: &RegisterDate, on: NaiveDate, rule: AgeRule) -> AgeRange {
    let (earliest, latest) = birth.range();
    AgeRange {
        youngest: age_on(latest, on, rule),
        oldest: age_on(earliest, on, rule),
    }
}

/// Whether the person counts as at least `age` years old on a day; none if it depends on the unknown birthday.
#[must_use]
pub fn is_at_least(birth: &RegisterDate, age: u32, on: NaiveDate, rule: AgeRule) -> Option<bool> {
    let (earliest, latest) = birth.range();
    agreed(
        reaches_on(earliest, age, rule) <= on,
        reaches_on(latest, age, rule) <= on,
    )
}

/// The fiscal year (年度) a day lies in: April to March.
#[must_use]
pub fn fiscal_year(on: NaiveDate) -> i32 {
    on.year() - i32::from(on.month() < 4)
}

/// The first 31 March on or after the day of attaining `age`: 「18歳に達する日以後の最初の3月31日」 for 18, the
/// end of the fiscal year of turning 22 for 22. Who is born on 1 April attains on 31 March: that very day.
#[must_use]
pub fn year_end_after_attaining(birth: NaiveDate, age: u32) -> NaiveDate {
    calendar_day(fiscal_year(attained_on(birth, age)) + 1, 3, 31)
}

/// Whether a day is not after the first 31 March on or after attaining `age`; none if it depends on the
/// unknown birthday.
#[must_use]
pub fn until_year_end(birth: &RegisterDate, age: u32, on: NaiveDate) -> Option<bool> {
    let (earliest, latest) = birth.range();
    agreed(
        on <= year_end_after_attaining(earliest, age),
        on <= year_end_after_attaining(latest, age),
    )
}

/// Where a child stands in compulsory schooling (学校教育法17条).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolYear {
    /// 就学前
    Before,
    /// 小学校 1〜6年
    Elementary(u8),
    /// 中学校 1〜3年
    JuniorHigh(u8),
    /// 義務教育を終えた
    After,
}

impl SchoolYear {
    /// The Japanese name, for example 「小学4年」.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Before => "就学前".into(),
            Self::Elementary(year) => format!("小学{year}年"),
            Self::JuniorHigh(year) => format!("中学{year}年"),
            Self::After => "中学卒業後".into(),
        }
    }
}

/// The fiscal year a child enters elementary school: the school year begins on the first 1 April after the day
/// of attaining 6. Who is born on 1 April attains on 31 March and enters with the children born before
/// (早生まれ).
#[must_use]
pub fn enters_school_in(birth: NaiveDate) -> i32 {
    fiscal_year(attained_on(birth, 6)) + 1
}

/// The school year on a day.
#[must_use]
pub fn school_year_on(birth: NaiveDate, on: NaiveDate) -> SchoolYear {
    let nth = fiscal_year(on) - enters_school_in(birth) + 1;
    match u8::try_from(nth) {
        Ok(nth @ 1..=6) => SchoolYear::Elementary(nth),
        Ok(nth @ 7..=9) => SchoolYear::JuniorHigh(nth - 6),
        _ if nth < 1 => SchoolYear::Before,
        _ => SchoolYear::After,
    }
}

/// The school year on a day; none if it depends on the unknown birthday.
#[must_use]
pub fn certain_school_year_on(birth: &RegisterDate, on: NaiveDate) -> Option<SchoolYear> {
    let (earliest, latest) = birth.range();
    agreed(school_year_on(earliest, on), school_year_on(latest, on))
}

/// Every answer here is monotone in the date of birth: if both ends agree, all days between them do.
fn agreed<T: PartialEq + Copy>(earliest: T, latest: T) -> Option<T> {
    (earliest == latest).then_some(latest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        calendar_day(year, month, day)
    }

    #[test]
    fn an_age_is_attained_on_the_day_before_the_birthday() {
        for (birth, age, attained, birthday) in [
            (day(2006, 11, 24), 20, day(2026, 11, 23), day(2026, 11, 24)),
            (day(2008, 4, 1), 18, day(2026, 3, 31), day(2026, 4, 1)),
            (day(2008, 2, 29), 18, day(2026, 2, 28), day(2026, 3, 1)),
            (day(2008, 2, 29), 20, day(2028, 2, 28), day(2028, 2, 29)),
            (day(1951, 1, 1), 75, day(2025, 12, 31), day(2026, 1, 1)),
            (day(2000, 3, 1), 20, day(2020, 2, 29), day(2020, 3, 1)),
            (day(2000, 3, 1), 21, day(2021, 2, 28), day(2021, 3, 1)),
        ] {
            assert_eq!(attained_on(birth, age), attained, "{birth} {age}");
            assert_eq!(
                reaches_on(birth, age, AgeRule::Birthday),
                birthday,
                "{birth} {age}"
            );
            for rule in [AgeRule::Attains, AgeRule::Birthday] {
                let first = reaches_on(birth, age, rule);
                assert_eq!(age_on(birth, first, rule), age);
                assert_eq!(age_on(birth, first - Days::new(1), rule), age - 1);
            }
        }
    }

    #[test]
    fn before_birth_the_age_is_nought() {
        assert_eq!(age_on(day(2030, 1, 1), day(2026, 1, 1), AgeRule::Attains), 0);
        assert_eq!(age_on(day(2026, 1, 1), day(2026, 1, 1), AgeRule::Attains), 0);
    }

    #[test]
    fn children_of_1_april_belong_to_the_older_year() {
        let on = day(2026, 4, 1);
        for (birth, school_year) in [
            (day(2019, 4, 2), SchoolYear::Elementary(1)),
            (day(2020, 4, 1), SchoolYear::Elementary(1)),
            (day(2020, 4, 2), SchoolYear::Before),
            (day(2014, 4, 2), SchoolYear::Elementary(6)),
            (day(2014, 4, 1), SchoolYear::JuniorHigh(1)),
            (day(2011, 4, 2), SchoolYear::JuniorHigh(3)),
            (day(2011, 4, 1), SchoolYear::After),
        ] {
            assert_eq!(school_year_on(birth, on), school_year, "{birth}");
        }
        assert_eq!(
            school_year_on(day(2020, 4, 1), day(2026, 3, 31)),
            SchoolYear::Before
        );
        assert_eq!(SchoolYear::Elementary(4).label(), "小学4年");
    }

    #[test]
    fn eighteen_and_twenty_two_end_with_the_fiscal_year() {
        assert_eq!(year_end_after_attaining(day(2008, 4, 1), 18), day(2026, 3, 31));
        assert_eq!(year_end_after_attaining(day(2008, 4, 2), 18), day(2027, 3, 31));
        assert_eq!(year_end_after_attaining(day(2008, 3, 31), 18), day(2026, 3, 31));
        assert_eq!(year_end_after_attaining(day(2004, 4, 2), 22), day(2027, 3, 31));
    }

    #[test]
    fn an_unknown_birthday_gives_what_is_certain() {
        let around = |year| RegisterDate::Unknown {
            earliest: day(year, 1, 1),
            latest: day(year, 12, 31),
            text: "頃".into(),
        };
        let on = day(2026, 11, 24);
        assert_eq!(
            age_range_on(&around(1940), on, AgeRule::Attains),
            AgeRange {
                youngest: 85,
                oldest: 86
            }
        );
        assert_eq!(
            age_range_on(&around(1940), on, AgeRule::Attains).to_string(),
            "85〜86歳"
        );
        assert_eq!(is_at_least(&around(1940), 75, on, AgeRule::Birthday), Some(true));
        assert_eq!(is_at_least(&around(1951), 75, on, AgeRule::Birthday), None);
        assert_eq!(is_at_least(&around(1952), 75, on, AgeRule::Birthday), Some(false));
        assert_eq!(certain_school_year_on(&around(2016), on), None);
        assert_eq!(until_year_end(&around(2008), 18, on), None);
        assert_eq!(until_year_end(&around(2012), 18, on), Some(true));
    }

    proptest! {
        #[test]
        fn ages_only_grow(birth in 0i64..60_000, on in 0i64..60_000) {
            let epoch = day(1900, 1, 1);
            let (birth, on) = (epoch + chrono::Duration::days(birth), epoch + chrono::Duration::days(on));
            for rule in [AgeRule::Attains, AgeRule::Birthday] {
                let age = age_on(birth, on, rule);
                prop_assert!(age_on(birth, on + Days::new(1), rule) >= age);
                prop_assert!(age == 0 || reaches_on(birth, age, rule) <= on);
                prop_assert!(on < birth || on < reaches_on(birth, age + 1, rule));
            }
        }

        #[test]
        fn who_is_born_later_never_is_in_a_higher_year(birth in 0i64..40_000, gap in 0i64..400, on in 0i64..60_000) {
            let epoch = day(1950, 1, 1);
            let (older, on) = (epoch + chrono::Duration::days(birth), epoch + chrono::Duration::days(on));
            let younger = older + chrono::Duration::days(gap);
            prop_assert!(school_year_on(younger, on) <= school_year_on(older, on));
            prop_assert!(year_end_after_attaining(older, 18) <= year_end_after_attaining(younger, 18));
        }
    }
}
