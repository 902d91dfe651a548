//! Foreign residents: whole households, and mixed ones.

use chrono::{Days, NaiveDate};
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::resident::{ForeignStatus, Sex};

use super::sketch::{Part, Sketch};
use crate::names::{NATIONALITIES, Nationality, RESIDENCE_STATUSES, family_name, japanese_name};
use crate::random::Dice;

/// Makes about one household in thirty foreign or mixed.
pub(crate) fn make_some_foreign(household: &mut [Sketch], dice: &mut Dice, on: NaiveDate) {
    let mixed = household.len() > 1 && ["妻", "夫"].contains(&household[1].relationship);
    // Three generations and lodgers stay as they are: one family name for all would not fit.
    if household.iter().any(|member| member.unit != 0) || household[0].age(on) > 70 || !dice.chance(42) {
        return;
    }
    let nationality = dice.weighted(NATIONALITIES, |nationality| nationality.weight);
    let family = dice.pick(nationality.families);
    if mixed && dice.chance(450) {
        household[1].foreign = Some(person(&household[1], nationality, family, "永住者", dice, on));
        return;
    }
    let parents_status = dice.weighted(RESIDENCE_STATUSES, |(_, weight)| *weight).0;
    let mut taken: Vec<Option<String>> = Vec::new();
    for member in household {
        let status = match (parents_status, member.part) {
            ("永住者" | "特別永住者" | "定住者", _) | (_, Part::Adult) => parents_status,
            (_, Part::Child) => "家族滞在",
        };
        let mut made = person(member, nationality, family, status, dice, on);
        // The lists are short: where children outnumber the names, two may share one.
        for _ in 0..10 {
            if !taken.contains(&made.0.alphabet) {
                break;
            }
            made = person(member, nationality, family, status, dice, on);
        }
        taken.push(made.0.alphabet.clone());
        member.foreign = Some(made);
    }
}

/// Names and status of one foreign resident.
fn person(
    sketch: &Sketch,
    nationality: &Nationality,
    family: &(&str, &str, &str),
    status: &str,
    dice: &mut Dice,
    on: NaiveDate,
) -> (Names, ForeignStatus) {
    let given = dice.pick(match sketch.sex {
        Sex::Male => nationality.men,
        Sex::Female => nationality.women,
    });
    let alphabet = format!("{} {}", family.0, given.0);
    let kanji = !family.2.is_empty() && dice.chance(850);
    let written = if kanji {
        format!("{}\u{3000}{}", family.2, given.2)
    } else {
        alphabet.clone()
    };
    let kana = format!("{}\u{3000}{}", family.1, given.1);
    let alias = match nationality.name {
        "韓国" => dice.chance(550),
        "中国" | "ブラジル" => dice.chance(150),
        _ => dice.chance(40),
    };
    let alias = alias.then(|| {
        let family = family_name(dice);
        japanese_name(dice, family, sketch.sex, sketch.birth)
    });
    let names = Names {
        name: WrittenName {
            written,
            kana,
            kana_confirmed: dice.chance(700),
        },
        alphabet: Some(alphabet),
        former_family_name: None,
        alias,
    };
    let permanent = ["永住者", "特別永住者"].contains(&status);
    let expires_on = (!permanent).then(|| on + Days::new(u64::from(dice.between(20, 1_700))));
    let status = ForeignStatus {
        nationality: nationality.name.into(),
        residence_status: status.into(),
        expires_on: expires_on.into(),
    };
    (names, status)
}
