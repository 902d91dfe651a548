//! Invented names: common, rare, long, and those of foreign residents.

mod family;
mod foreign;
mod given;

use chrono::NaiveDate;
use madoguchi_model::name::WrittenName;
use madoguchi_model::resident::Sex;

pub use family::RARE_FAMILY_NAMES;
pub(crate) use family::{FAMILY_NAMES, FamilyName};
pub(crate) use foreign::{NATIONALITIES, Nationality, RESIDENCE_STATUSES};
pub(crate) use given::given_name;

use crate::random::Dice;

/// A family name as written and as read.
pub(crate) type Family = (&'static str, &'static str);

/// A family name by its frequency.
pub(crate) fn family_name(dice: &mut Dice) -> Family {
    let name = dice.weighted(FAMILY_NAMES, |name: &FamilyName| name.weight);
    (name.written, name.kana)
}

/// Family and given name parted by a full-width space, as the register writes them.
pub(crate) fn full_name(family: Family, given: (&str, &str), kana_confirmed: bool) -> WrittenName {
    WrittenName {
        written: format!("{}\u{3000}{}", family.0, given.0),
        kana: format!("{}\u{3000}{}", family.1, given.1),
        kana_confirmed,
    }
}

/// The name of someone born on `birth`.
pub(crate) fn japanese_name(dice: &mut Dice, family: Family, sex: Sex, birth: NaiveDate) -> WrittenName {
    let given = given_name(dice, sex, birth);
    // Readings entered the register from 2025 on; a part is still unconfirmed.
    let confirmed = dice.chance(940);
    full_name(family, given, confirmed)
}
