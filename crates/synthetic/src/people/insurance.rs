//! Who works, and what everybody is insured by: health, pension, care.

use chrono::NaiveDate;
use madoguchi_model::resident::{CareInsurance, HealthInsurance, PensionCategory, Sex};

use super::sketch::{Part, Sketch};
use crate::random::Dice;

/// What a person lives on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Work {
    /// Insured through an employer.
    Employee,
    /// Self-employed, or works too little to be insured through an employer.
    Other,
    /// At home, in education, or retired.
    None,
}

/// What one person is insured by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Insurance {
    pub(crate) health: HealthInsurance,
    pub(crate) pension: PensionCategory,
    pub(crate) care: CareInsurance,
}

fn work(sketch: &Sketch, age: u32, dice: &mut Dice) -> Work {
    let man = sketch.sex == Sex::Male;
    let (employee, other) = match (sketch.part, age) {
        (_, ..18) => (0, 0),
        (Part::Child, 18..23) => (250, 40),
        (_, 18..23) => (420, 80),
        (_, 23..60) => (if man { 760 } else { 560 }, if man { 170 } else { 130 }),
        (_, 60..65) => (if man { 600 } else { 380 }, 160),
        (_, 65..70) => (if man { 320 } else { 160 }, 160),
        (_, 70..75) => (120, 120),
        _ => (0, 60),
    };
    match dice.below(1000) {
        n if n < employee => Work::Employee,
        n if n < employee + other => Work::Other,
        _ => Work::None,
    }
}

/// The insurance of every member of a household, in its order.
pub(crate) fn of_household(household: &[Sketch], dice: &mut Dice, on: NaiveDate) -> Vec<Insurance> {
    // 生活保護: out of national health insurance.
    let assisted = dice.chance(15);
    let works: Vec<Work> = household
        .iter()
        .map(|member| {
            if assisted {
                Work::None
            } else {
                work(member, member.age(on), dice)
            }
        })
        .collect();
    let people = household.iter().zip(&works);
    people
        .map(|(member, work)| {
            let supporter = supporter(household, &works, member, on);
            let health = health(member, *work, supporter.is_some(), assisted, dice, on);
            let pension = pension(member, *work, health, supporter, dice, on);
            Insurance {
                health,
                pension,
                care: care(member, dice, on),
            }
        })
        .collect()
}

/// The employee of the same unit who can carry this member as a dependant.
fn supporter<'a>(
    household: &'a [Sketch],
    works: &[Work],
    member: &Sketch,
    on: NaiveDate,
) -> Option<&'a Sketch> {
    household
        .iter()
        .zip(works)
        .map(|(other, work)| (other, *work))
        .find_map(|(other, work)| {
            let carries = work == Work::Employee
                && other.part == Part::Adult
                && other.unit == member.unit
                && other.relationship != member.relationship
                && other.age_by_birthday(on) < 75;
            carries.then_some(other)
        })
}

fn health(
    member: &Sketch,
    work: Work,
    has_supporter: bool,
    assisted: bool,
    dice: &mut Dice,
    on: NaiveDate,
) -> HealthInsurance {
    match work {
        _ if assisted => HealthInsurance::None,
        // 高齢者の医療の確保に関する法律50条: from the 75th birthday.
        _ if member.age_by_birthday(on) >= 75 => HealthInsurance::LateStageElderly,
        Work::Employee => HealthInsurance::Employees,
        Work::None if has_supporter => HealthInsurance::Employees,
        // Some carry on with their former employer's insurance (任意継続), or are carried by children elsewhere.
        Work::None if dice.chance(90) => HealthInsurance::Employees,
        _ => HealthInsurance::National,
    }
}

fn pension(
    member: &Sketch,
    work: Work,
    health: HealthInsurance,
    supporter: Option<&Sketch>,
    dice: &mut Dice,
    on: NaiveDate,
) -> PensionCategory {
    let age = member.age(on);
    match (work, age) {
        (Work::Employee, ..65) => PensionCategory::Second,
        (_, 20..60) => {
            let spouse = supporter.is_some_and(|supporter| supporter.age(on) < 65)
                && member.part == Part::Adult
                && health == HealthInsurance::Employees
                && work == Work::None;
            if spouse {
                PensionCategory::Third
            } else {
                PensionCategory::First
            }
        }
        (_, 60..65) if dice.chance(40) => PensionCategory::Voluntary,
        _ => PensionCategory::None,
    }
}

fn care(member: &Sketch, dice: &mut Dice, on: NaiveDate) -> CareInsurance {
    let certified = match member.age(on) {
        ..40 => 0,
        // 第2号: only by one of the named diseases.
        40..65 => 4,
        65..75 => 45,
        75..80 => 120,
        80..85 => 270,
        85..90 => 480,
        _ => 720,
    };
    if dice.chance(certified) {
        let levels = [
            (CareInsurance::SupportRequired(1), 14),
            (CareInsurance::SupportRequired(2), 14),
            (CareInsurance::CareRequired(1), 21),
            (CareInsurance::CareRequired(2), 17),
            (CareInsurance::CareRequired(3), 13),
            (CareInsurance::CareRequired(4), 12),
            (CareInsurance::CareRequired(5), 9),
        ];
        return dice.weighted(&levels, |(_, weight)| *weight).0;
    }
    if member.age(on) >= 65 {
        CareInsurance::Insured
    } else {
        CareInsurance::None
    }
}
