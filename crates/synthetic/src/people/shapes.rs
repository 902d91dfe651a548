//! Kinds of households, roughly as the census finds them in a small city.

use chrono::NaiveDate;
use madoguchi_model::resident::Sex;

use super::sketch::{Sketch, opposite};
use crate::names::{Family, family_name};
use crate::random::Dice;

/// What makes a kind of household.
type Shape = fn(&mut Dice, NaiveDate) -> Vec<Sketch>;

/// Kinds with their weights in a thousand.
const SHAPES: &[(Shape, u32)] = &[
    (single, 352),
    (couple, 268),
    (family_with_children, 226),
    (single_parent, 80),
    (parents_of_the_head, 42),
    (family_of_the_child, 28),
    (brothers_and_sisters, 12),
    (with_a_lodger, 10),
    (with_a_relative, 8),
    (unregistered_couple, 8),
];

/// A household of some kind.
pub(crate) fn any(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let (shape, _) = dice.weighted(SHAPES, |(_, weight)| *weight);
    shape(dice, on)
}

/// An age from bands of (youngest, oldest, weight).
fn age(dice: &mut Dice, bands: &[(u32, u32, u32)]) -> u32 {
    let (youngest, oldest, _) = *dice.weighted(bands, |(_, _, weight)| *weight);
    dice.between(youngest, oldest)
}

fn any_sex(dice: &mut Dice) -> Sex {
    if dice.chance(512) { Sex::Female } else { Sex::Male }
}

/// One person.
pub(crate) fn single(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let age = age(
        dice,
        &[
            (18, 29, 17),
            (30, 49, 20),
            (50, 64, 21),
            (65, 79, 24),
            (80, 98, 18),
        ],
    );
    // Old people who live alone are mostly women.
    let sex = if age >= 75 && dice.chance(550) {
        Sex::Female
    } else {
        any_sex(dice)
    };
    vec![Sketch::adult(
        "世帯主",
        sex,
        dice.born(age, on),
        family_name(dice),
        0,
    )]
}

/// The head and a spouse of about the same age, both at least `youngest`.
fn partners(dice: &mut Dice, on: NaiveDate, age: u32, youngest: u32, family: Family) -> Vec<Sketch> {
    let head_sex = if dice.chance(930) { Sex::Male } else { Sex::Female };
    let spouse = match head_sex {
        Sex::Male => "妻",
        Sex::Female => "夫",
    };
    let spouse_age = (age + dice.between(0, 5))
        .saturating_sub(dice.between(0, 7))
        .max(youngest);
    vec![
        Sketch::adult("世帯主", head_sex, dice.born(age, on), family, 0),
        Sketch::adult(spouse, opposite(head_sex), dice.born(spouse_age, on), family, 0),
    ]
}

fn couple(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let age = age(dice, &[(24, 39, 12), (40, 64, 29), (65, 79, 40), (80, 92, 19)]);
    let family = family_name(dice);
    partners(dice, on, age, 20, family)
}

/// Ages of the children of a parent of this age who still live at home, the oldest first.
fn ages_of_children(dice: &mut Dice, parent_age: u32) -> Vec<u32> {
    let most = parent_age.saturating_sub(23).min(24);
    let least = parent_age.saturating_sub(40).min(most);
    let mut age = dice.between(least, most);
    let number = *dice.weighted(&[(1, 34), (2, 48), (3, 16), (4, 2)], |(_, weight)| *weight);
    let mut ages = Vec::new();
    for _ in 0..number.0 {
        ages.push(age);
        match age.checked_sub(dice.between(2, 4)) {
            Some(younger) => age = younger,
            None => break,
        }
    }
    ages
}

/// Adds the children of a unit. Grown-up ones keep house for themselves, as units from `next_unit` on.
fn add_children(
    household: &mut Vec<Sketch>,
    dice: &mut Dice,
    on: NaiveDate,
    parent_age: u32,
    (relationship, unit, mut next_unit): (&'static str, u8, u8),
) {
    let family = household
        .iter()
        .find(|member| member.unit == unit)
        .map_or(("", ""), |m| m.family);
    for age in ages_of_children(dice, parent_age) {
        let (sex, birth) = (any_sex(dice), dice.born(age, on));
        if age < 23 {
            household.push(Sketch::child(relationship, sex, birth, family, unit));
        } else {
            household.push(Sketch::adult(relationship, sex, birth, family, next_unit));
            next_unit += 1;
        }
    }
}

/// The age of the younger adult of a unit: nobody is a parent too early.
fn younger_parent(household: &[Sketch], on: NaiveDate, unit: u8) -> u32 {
    household
        .iter()
        .filter(|member| member.unit == unit)
        .map(|member| member.age(on))
        .min()
        .unwrap_or(0)
}

fn family_with_children(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let age = age(dice, &[(25, 34, 16), (35, 44, 33), (45, 54, 35), (55, 62, 16)]);
    let family = family_name(dice);
    let mut household = partners(dice, on, age, 24, family);
    let parent_age = younger_parent(&household, on, 0);
    add_children(&mut household, dice, on, parent_age, ("子", 0, 1));
    household
}

fn single_parent(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let age = age(dice, &[(24, 34, 14), (35, 49, 48), (50, 60, 38)]);
    let sex = if dice.chance(860) { Sex::Female } else { Sex::Male };
    let mut household = vec![Sketch::adult(
        "世帯主",
        sex,
        dice.born(age, on),
        family_name(dice),
        0,
    )];
    add_children(&mut household, dice, on, age, ("子", 0, 1));
    household
}

/// Three generations: the head's parents live with the family.
fn parents_of_the_head(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let mut household = family_with_children(dice, on);
    let oldest = household[0].age(on);
    let family = household[0].family;
    let age = (oldest + dice.between(23, 33)).min(98);
    if dice.chance(550) {
        household.push(Sketch::adult("父", Sex::Male, dice.born(age, on), family, 20));
        household.push(Sketch::adult(
            "母",
            Sex::Female,
            dice.born(age.max(oldest + 25) - 2, on),
            family,
            20,
        ));
    } else if dice.chance(850) {
        household.push(Sketch::adult("母", Sex::Female, dice.born(age, on), family, 20));
    } else {
        let partner = younger_parent(&household, on, 0);
        let age = (partner + dice.between(23, 33)).min(98);
        let family = family_name(dice);
        let relationship = if household[1].sex == Sex::Female {
            "妻の母"
        } else {
            "夫の母"
        };
        household.push(Sketch::adult(
            relationship,
            Sex::Female,
            dice.born(age, on),
            family,
            20,
        ));
    }
    household
}

/// Three generations: the head is the old one, and a child lives there with their own family.
fn family_of_the_child(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let family = family_name(dice);
    let child_age = dice.between(28, 50);
    let head_age = (child_age + dice.between(24, 33)).min(92);
    let mut household = partners(dice, on, head_age, child_age + 22, family);
    if dice.chance(300) {
        household.truncate(1);
    }
    household.push(Sketch::adult(
        "子",
        Sex::Male,
        dice.born(child_age, on),
        family,
        1,
    ));
    let partner_age = (child_age + 2).saturating_sub(dice.between(0, 5)).max(24);
    household.push(Sketch::adult(
        "子の妻",
        Sex::Female,
        dice.born(partner_age, on),
        family,
        1,
    ));
    let parent_age = younger_parent(&household, on, 1);
    add_children(&mut household, dice, on, parent_age.min(44), ("子の子", 1, 2));
    household
}

fn brothers_and_sisters(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let family = family_name(dice);
    let age = dice.between(22, 75);
    let sex = any_sex(dice);
    let (younger, younger_age) = (any_sex(dice), age - dice.between(2, 4));
    let relationship = match younger {
        Sex::Male => "弟",
        Sex::Female => "妹",
    };
    vec![
        Sketch::adult("世帯主", sex, dice.born(age, on), family, 0),
        Sketch::adult(relationship, younger, dice.born(younger_age, on), family, 1),
    ]
}

fn with_one_more(
    dice: &mut Dice,
    on: NaiveDate,
    relationship: &'static str,
    ages: (u32, u32),
) -> Vec<Sketch> {
    let mut household = if dice.chance(600) {
        single(dice, on)
    } else {
        couple(dice, on)
    };
    let age = dice.between(ages.0, ages.1);
    let sex = any_sex(dice);
    household.push(Sketch::adult(
        relationship,
        sex,
        dice.born(age, on),
        family_name(dice),
        30,
    ));
    household
}

fn with_a_lodger(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    with_one_more(dice, on, "同居人", (20, 60))
}

fn with_a_relative(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    with_one_more(dice, on, "縁故者", (23, 85))
}

fn unregistered_couple(dice: &mut Dice, on: NaiveDate) -> Vec<Sketch> {
    let mut household = couple(dice, on);
    household[1].family = family_name(dice);
    household[1].relationship = match household[1].sex {
        Sex::Male => "夫（未届）",
        Sex::Female => "妻（未届）",
    };
    household
}
