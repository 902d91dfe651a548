//! A person before the register's words are found for them.

use chrono::NaiveDate;
use madoguchi_model::age::{AgeRule, age_on};
use madoguchi_model::name::Names;
use madoguchi_model::resident::{ForeignStatus, Sex};

use crate::names::Family;

/// A person's part in a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Lives on their own means or shares them with a partner.
    Adult,
    /// Lives on the unit's adults.
    Child,
}

/// One person of a household to be made.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    /// 続柄.
    pub(crate) relationship: &'static str,
    /// The true date of birth, even where the register will not know it.
    pub(crate) birth: NaiveDate,
    pub(crate) sex: Sex,
    pub(crate) family: Family,
    /// Couples with their children, and everybody who keeps house alone, are units of a household.
    pub(crate) unit: u8,
    pub(crate) part: Part,
    /// Set for foreign residents; others are named from `family`.
    pub(crate) foreign: Option<(Names, ForeignStatus)>,
}

impl Sketch {
    /// An adult.
    pub(crate) fn adult(
        relationship: &'static str,
        sex: Sex,
        birth: NaiveDate,
        family: Family,
        unit: u8,
    ) -> Self {
        Self {
            relationship,
            birth,
            sex,
            family,
            unit,
            part: Part::Adult,
            foreign: None,
        }
    }

    /// A child of the unit.
    pub(crate) fn child(
        relationship: &'static str,
        sex: Sex,
        birth: NaiveDate,
        family: Family,
        unit: u8,
    ) -> Self {
        Self {
            relationship,
            birth,
            sex,
            family,
            unit,
            part: Part::Child,
            foreign: None,
        }
    }

    /// The age on a day by 年齢計算ニ関スル法律.
    pub(crate) fn age(&self, on: NaiveDate) -> u32 {
        age_on(self.birth, on, AgeRule::Attains)
    }

    /// The age on a day counted from birthdays, as 後期高齢者医療 counts.
    pub(crate) fn age_by_birthday(&self, on: NaiveDate) -> u32 {
        age_on(self.birth, on, AgeRule::Birthday)
    }
}

/// The other sex.
pub(crate) fn opposite(sex: Sex) -> Sex {
    match sex {
        Sex::Male => Sex::Female,
        Sex::Female => Sex::Male,
    }
}
