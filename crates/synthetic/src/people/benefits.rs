//! Child benefit, disability certificates, school, seal and dog.

use chrono::NaiveDate;
use madoguchi_model::age::{SchoolYear, school_year_on, year_end_after_attaining};
use madoguchi_model::municipality::SchoolKind;
use madoguchi_model::resident::{ChildBenefit, DisabilityCertificate, PensionCategory, SchoolEnrolment};

use super::insurance::Insurance;
use super::sketch::{Part, Sketch};
use crate::places::Plan;
use crate::random::Dice;

/// Whether child benefit is paid for a person of this birth: until the 31 March after attaining 18.
fn is_child(birth: NaiveDate, on: NaiveDate) -> bool {
    on <= year_end_after_attaining(birth, 18)
}

/// The part every member plays in child benefit, in the order of the household. Of a unit with children the adult
/// who earns more receives it (児童手当法4条3項): one insured by an employer, otherwise the first.
pub(crate) fn child_benefit(household: &[Sketch], insured: &[Insurance], on: NaiveDate) -> Vec<ChildBenefit> {
    let child = |member: &Sketch| member.part == Part::Child && is_child(member.birth, on);
    household
        .iter()
        .enumerate()
        .map(|(n, member)| {
            let adults: Vec<usize> = (0..household.len())
                .filter(|m| household[*m].unit == member.unit && household[*m].part == Part::Adult)
                .collect();
            let earner = adults
                .iter()
                .find(|m| insured[**m].pension == PensionCategory::Second);
            let unit_has_child = household
                .iter()
                .any(|other| other.unit == member.unit && child(other));
            if child(member) {
                ChildBenefit::Child
            } else if unit_has_child && earner.or(adults.first()) == Some(&n) {
                ChildBenefit::Recipient
            } else {
                ChildBenefit::None
            }
        })
        .collect()
}

/// Certificates a person holds: more of them in age.
pub(crate) fn disability(sketch: &Sketch, dice: &mut Dice, on: NaiveDate) -> Vec<DisabilityCertificate> {
    use DisabilityCertificate::{Intellectual, MedicalCare, Mental, Physical, WelfareService};
    let age = sketch.age(on);
    let mut held = Vec::new();
    let physical = match age {
        ..18 => 5,
        18..65 => 16,
        65..80 => 60,
        _ => 110,
    };
    if dice.chance(physical) {
        held.push(Physical);
    }
    if age < 70 && dice.chance(if age < 18 { 14 } else { 7 }) {
        held.push(Intellectual);
    }
    if (16..80).contains(&age) && dice.chance(12) {
        held.push(Mental);
    }
    if held.contains(&Mental) && dice.chance(700) || dice.chance(4) {
        held.push(MedicalCare);
    }
    if !held.is_empty() && age < 65 && dice.chance(300) {
        held.push(WelfareService);
    }
    held
}

/// The school a child attends: the one of the district, save for some at a private one.
pub(crate) fn school(
    plan: &Plan,
    sketch: &Sketch,
    town: &str,
    dice: &mut Dice,
    on: NaiveDate,
) -> Option<SchoolEnrolment> {
    let (kind, elsewhere) = match school_year_on(sketch.birth, on) {
        SchoolYear::Elementary(_) => (SchoolKind::Elementary, 15),
        SchoolYear::JuniorHigh(_) => (SchoolKind::JuniorHigh, 70),
        SchoolYear::Before | SchoolYear::After => return None,
    };
    let school = plan
        .schools
        .iter()
        .find(|(_, _, of, towns)| *of == kind && towns.contains(&town));
    if dice.chance(elsewhere) {
        return None;
    }
    school.map(|(_, name, ..)| SchoolEnrolment {
        school: (*name).into(),
    })
}

/// Whether a person has registered a seal: at 15 or older.
pub(crate) fn seal(sketch: &Sketch, dice: &mut Dice, on: NaiveDate) -> bool {
    let registered = match sketch.age(on) {
        ..20 => 0,
        20..30 => 180,
        30..45 => 480,
        45..80 => 720,
        _ => 600,
    };
    dice.chance(registered)
}
