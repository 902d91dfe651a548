//! Building blocks of the fixed households.

use chrono::{Datelike, NaiveDate};
use madoguchi_model::address::Address;
use madoguchi_model::household::Household;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{
    CardHolding, ChildBenefit, Circumstances, HealthInsurance, PensionCategory, ProtectiveMeasure, Resident,
    ResidentState, SchoolEnrolment, Sex,
};
use madoguchi_model::restricted::Restricted;

use crate::people::Numbers;
use crate::places::{PREFECTURE, Place};
use crate::random::Dice;

/// A day so many years before the year of the reference date.
pub(super) fn years_before(on: NaiveDate, years: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(on.year() - years, month, day).expect("a day of every year")
}

/// An address in a town of the place.
pub(super) fn address(place: Place, town: &str, block: &str, building: &str) -> Address {
    let plan = place.plan();
    let (code, name, _, postcode) = plan
        .towns
        .iter()
        .find(|(_, name, ..)| *name == town)
        .expect("a town of the plan");
    Address {
        municipality_code: plan.code.into(),
        town_code: (*code).into(),
        postcode: (*postcode).into(),
        prefecture: PREFECTURE.into(),
        city: plan.name.into(),
        town: (*name).into(),
        block: block.into(),
        building: building.into(),
    }
}

/// A person of a fixed household, to be changed by the methods below.
pub(super) struct Person(Resident);

impl Person {
    /// Someone with a name in kanji and nothing else; 国民健康保険 and no pension.
    pub(super) fn new(relationship: &str, sex: Sex, written: &str, kana: &str, birth: NaiveDate) -> Self {
        Self(Resident {
            id: uuid::Uuid::nil().into(),
            addressee_number: None,
            household_id: uuid::Uuid::nil().into(),
            position: 0,
            relationship: relationship.into(),
            names: Names {
                name: name(written, kana),
                ..Names::default()
            },
            birth_date: RegisterDate::Known(birth),
            sex,
            foreign: None,
            address: Address::default(),
            address_since: RegisterDate::Known(birth),
            resident_since: RegisterDate::Known(birth),
            registered_domicile: Restricted::default(),
            family_register_head: Restricted::default(),
            state: ResidentState::Current,
            protective_measure: ProtectiveMeasure::None,
            circumstances: Some(Circumstances {
                health_insurance: HealthInsurance::National,
                ..Circumstances::NOTHING
            }),
        })
    }

    /// Health insurance and pension.
    pub(super) fn insured(mut self, health: HealthInsurance, pension: PensionCategory) -> Self {
        self.0.circumstances_mut().health_insurance = health;
        self.0.circumstances_mut().pension = pension;
        self
    }

    /// The part in child benefit.
    pub(super) fn benefit(mut self, benefit: ChildBenefit) -> Self {
        self.0.circumstances_mut().child_benefit = benefit;
        self
    }

    /// The school.
    pub(super) fn school(mut self, school: &str) -> Self {
        self.0.circumstances_mut().school = Some(SchoolEnrolment {
            school: school.into(),
        });
        self
    }

    /// A card that runs out on `expires_on`, its certificates on `certificate`.
    pub(super) fn card(mut self, expires_on: NaiveDate, certificate: NaiveDate) -> Self {
        self.0.circumstances_mut().card = Some(CardHolding {
            expires_on,
            certificate_expires_on: Some(certificate),
            certificate_serial: None,
        });
        self
    }

    /// Anything else.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Resident)) -> Self {
        change(&mut self.0);
        self
    }
}

/// A confirmed name.
pub(super) fn name(written: &str, kana: &str) -> WrittenName {
    WrittenName {
        written: written.into(),
        kana: kana.into(),
        kana_confirmed: true,
    }
}

/// The household of these people, who moved to the address on `moved` and share the head's family register.
pub(super) fn household(
    numbers: &mut Numbers,
    dice: &mut Dice,
    address: &Address,
    moved: NaiveDate,
    domicile: &str,
    people: Vec<Person>,
) -> Household {
    let id = dice.id();
    let register_head = people[0].0.names.name.written.clone();
    let members = (1..)
        .zip(people)
        .map(|(position, Person(person))| {
            let since = person.birth_date.range().1.max(moved);
            Resident {
                id: dice.id(),
                addressee_number: Some(numbers.resident()),
                household_id: id,
                position,
                address: address.clone(),
                address_since: RegisterDate::Known(since),
                resident_since: RegisterDate::Known(since),
                registered_domicile: if person.foreign.is_some() {
                    Restricted::default()
                } else {
                    domicile.into()
                },
                family_register_head: match person.foreign {
                    Some(_) => Restricted::default(),
                    None if person.family_register_head.is_empty() => register_head.clone().into(),
                    None => person.family_register_head,
                },
                ..person
            }
        })
        .collect();
    Household {
        id,
        household_number: numbers.household(),
        members,
    }
}
