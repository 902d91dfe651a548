//! Sketches become residents of the register.

use chrono::{Days, Months, NaiveDate};
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::household::Household;
use madoguchi_model::ids::HouseholdId;
use madoguchi_model::name::Names;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::relationship::{is_spouse, register_order};
use madoguchi_model::resident::{Circumstances, ProtectiveMeasure, Resident, ResidentState, Sex};
use madoguchi_model::restricted::Restricted;

use super::sketch::{Part, Sketch};
use super::{benefits, card, housing, insurance};
use crate::names::{family_name, full_name, given_name, japanese_name};
use crate::places::Plan;
use crate::random::Dice;

/// Running numbers of a municipality.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    residents: u64,
    households: u64,
}

impl Numbers {
    /// The next 宛名番号.
    pub(crate) fn resident(&mut self) -> String {
        self.residents += 1;
        AddresseeNumber::from_serial(self.residents).to_string()
    }

    /// The next 世帯番号.
    pub(crate) fn household(&mut self) -> String {
        self.households += 1;
        AddresseeNumber::from_serial(500_000_000 + self.households).to_string()
    }
}

/// The household of these people, at an address of the plan.
pub(crate) fn household(
    plan: &Plan,
    numbers: &mut Numbers,
    dice: &mut Dice,
    on: NaiveDate,
    sketches: &[Sketch],
) -> Household {
    let id: HouseholdId = dice.id();
    let address = housing::address(plan, dice);
    let moved = moved_on(&sketches[0], dice, on);
    let insured = insurance::of_household(sketches, dice, on);
    let child_benefit = benefits::child_benefit(sketches, &insured, on);
    let registers = family_registers(plan, sketches, dice, on);
    let with_dog = dice.chance(90);
    let mut members = Vec::with_capacity(sketches.len());
    for (n, sketch) in sketches.iter().enumerate() {
        let (address_since, resident_since) = since(sketch, moved, dice);
        let (domicile, register_head, name) = registers[n].clone();
        let foreign = sketch.foreign.clone();
        members.push(Resident {
            id: dice.id(),
            addressee_number: Some(numbers.resident()),
            household_id: id,
            position: 0,
            relationship: sketch.relationship.into(),
            names: match &foreign {
                Some((names, _)) => names.clone(),
                None => Names {
                    former_family_name: former(sketch, dice),
                    ..name
                },
            },
            birth_date: RegisterDate::Known(sketch.birth),
            sex: sketch.sex,
            registered_domicile: if foreign.is_some() {
                Restricted::default()
            } else {
                domicile.into()
            },
            family_register_head: if foreign.is_some() {
                Restricted::default()
            } else {
                register_head.into()
            },
            foreign: foreign.map(|(_, status)| status),
            address: address.clone(),
            address_since: RegisterDate::Known(address_since),
            resident_since: RegisterDate::Known(resident_since),
            state: ResidentState::Current,
            protective_measure: ProtectiveMeasure::None,
            circumstances: Some(Circumstances {
                health_insurance: insured[n].health,
                pension: insured[n].pension,
                care: insured[n].care,
                disability: benefits::disability(sketch, dice, on),
                child_benefit: child_benefit[n],
                card: card::card(sketch, dice, on),
                seal_registered: benefits::seal(sketch, dice, on),
                school: benefits::school(plan, sketch, &address.town_code, dice, on),
                owns_dog: with_dog && n == 0,
            }),
        });
    }
    members.sort_by(register_order);
    for (position, member) in (1..).zip(&mut members) {
        member.position = position;
    }
    Household {
        id,
        household_number: numbers.household(),
        members,
    }
}

/// The day the household moved to its address.
fn moved_on(head: &Sketch, dice: &mut Dice, on: NaiveDate) -> NaiveDate {
    let age = head.age(on);
    let years = if age < 30 {
        age.saturating_sub(17).clamp(1, 6)
    } else {
        (age - 22).min(40)
    };
    // Recent moves are more common than old ones.
    let years = dice.between(1, years).min(dice.between(1, years));
    dice.day(on - Months::new(12 * years), on - Days::new(1))
}

/// 住所を定めた年月日 and 住民となった年月日.
fn since(sketch: &Sketch, moved: NaiveDate, dice: &mut Dice) -> (NaiveDate, NaiveDate) {
    let address = moved.max(sketch.birth);
    if sketch.foreign.is_some() {
        return (address, address);
    }
    // Half moved in from elsewhere to this address; the others lived in the municipality before.
    let resident = if dice.chance(500) {
        address
    } else {
        dice.day(sketch.birth, address)
    };
    (address, resident)
}

/// 旧氏 of some married women and men who changed their family name.
fn former(sketch: &Sketch, dice: &mut Dice) -> Option<madoguchi_model::name::WrittenName> {
    let changed = (is_spouse(sketch.relationship) || sketch.relationship == "子の妻")
        && !sketch.relationship.ends_with("（未届）");
    (changed && dice.chance(45)).then(|| {
        let (written, kana) = family_name(dice);
        madoguchi_model::name::WrittenName {
            written: written.into(),
            kana: kana.into(),
            kana_confirmed: true,
        }
    })
}

/// A name for everybody; nobody in a household is called like another.
fn distinct_names(sketches: &[Sketch], dice: &mut Dice) -> Vec<Names> {
    let mut named: Vec<Names> = Vec::new();
    for sketch in sketches {
        let name = loop {
            let name = japanese_name(dice, sketch.family, sketch.sex, sketch.birth);
            if !named.iter().any(|other| other.name.written == name.written) {
                break name;
            }
        };
        named.push(Names {
            name,
            ..Names::default()
        });
    }
    named
}

/// 本籍, 筆頭者 and own name of every member: a unit with a couple or a child has one family register, headed by the
/// husband where there is one; who lives alone is often still in a parent's.
fn family_registers(
    plan: &Plan,
    sketches: &[Sketch],
    dice: &mut Dice,
    on: NaiveDate,
) -> Vec<(String, String, Names)> {
    let named = distinct_names(sketches, dice);
    let shares = |one: &Sketch, other: &Sketch| {
        one.unit == other.unit && one.family == other.family && other.foreign.is_none()
    };
    let mut registers: Vec<(String, String, Names)> = Vec::new();
    for (n, sketch) in sketches.iter().enumerate() {
        if let Some(earlier) = (0..n).find(|earlier| shares(sketch, &sketches[*earlier])) {
            let (domicile, head, _) = registers[earlier].clone();
            registers.push((domicile, head, named[n].clone()));
            continue;
        }
        let adults: Vec<usize> = (0..sketches.len())
            .filter(|m| shares(sketch, &sketches[*m]) && sketches[*m].part == Part::Adult)
            .collect();
        let alone = sketches.iter().filter(|other| shares(sketch, other)).count() < 2;
        let head = if alone && sketch.age(on) < 45 && dice.chance(700) {
            let born = sketch.birth - Months::new(12 * 30);
            let given = given_name(dice, Sex::Male, born);
            full_name(sketch.family, given, true).written
        } else {
            let husband = adults
                .iter()
                .find(|m| sketches[**m].sex == Sex::Male)
                .or(adults.first());
            named[husband.copied().unwrap_or(n)].name.written.clone()
        };
        registers.push((housing::registered_domicile(plan, dice), head, named[n].clone()));
    }
    registers
}
