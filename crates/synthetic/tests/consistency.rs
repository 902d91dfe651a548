//! What must hold for every person and household, whatever the seed.

use std::collections::HashSet;

use chrono::NaiveDate;
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::age::{
    AgeRule, SchoolYear, age_range_on, certain_school_year_on, is_at_least, until_year_end,
};
use madoguchi_model::household::Household;
use madoguchi_model::municipality_code::MunicipalityCode;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::relationship;
use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, Circumstances, HealthInsurance, PensionCategory, Resident, ResidentState,
};
use madoguchi_synthetic::{Municipality, Place, Spec, generate};

/// What the other core systems say: of everybody in the register they say something.
fn known(resident: &Resident) -> &Circumstances {
    resident
        .circumstances
        .as_ref()
        .expect("the register knows everybody")
}

fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar")
}

/// The demo's city and neighbours, and the city by another seed on other days.
fn municipalities() -> Vec<(NaiveDate, Municipality)> {
    let spec = |place, seed, day, residents| Spec {
        place,
        seed,
        reference_date: day,
        residents,
    };
    let leap_day = NaiveDate::from_ymd_opt(2028, 2, 29).expect("a day of the calendar");
    let first_of_april = NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day of the calendar");
    [
        Spec::demo(Place::Mihon, 1, on()),
        Spec::demo(Place::Asahi, 1, on()),
        Spec::demo(Place::Wakaba, 1, on()),
        spec(Place::Mihon, 2, leap_day, 3_000),
        spec(Place::Mihon, 3, first_of_april, 3_000),
    ]
    .iter()
    .map(|spec| (spec.reference_date, generate(spec)))
    .collect()
}

fn everybody(municipality: &Municipality) -> impl Iterator<Item = (&Household, &Resident)> {
    municipality
        .households
        .iter()
        .flat_map(|household| household.members.iter().map(move |member| (household, member)))
}

#[test]
fn municipalities_are_outside_the_assigned_codes() {
    for (_, municipality) in municipalities() {
        let code: MunicipalityCode = municipality.municipality.code.parse().unwrap();
        assert!(!code.is_assigned());
        for (_, member) in everybody(&municipality) {
            assert_eq!(member.address.municipality_code, code.as_str());
            assert!(municipality.towns.iter().any(|town| {
                town.code == member.address.town_code
                    && town.name == member.address.town
                    && town.postcode == member.address.postcode
            }));
        }
        let districts: Vec<&String> = municipality
            .schools
            .iter()
            .flat_map(|school| &school.towns)
            .collect();
        for town in &municipality.towns {
            let schools = districts.iter().filter(|code| **code == &town.code).count();
            assert_eq!(schools, 2, "{} is in one district of each kind", town.name);
        }
    }
}

#[test]
fn households_are_whole() {
    for (_, municipality) in municipalities() {
        let (mut ids, mut numbers) = (HashSet::new(), HashSet::new());
        for household in &municipality.households {
            let heads = household
                .members
                .iter()
                .filter(|m| m.relationship == relationship::HEAD)
                .count();
            assert_eq!(heads, 1, "{household:?}");
            assert_eq!(household.members[0].relationship, relationship::HEAD);
            assert!(household.household_number.parse::<AddresseeNumber>().is_ok());
            assert!(ids.insert(household.id.0) && numbers.insert(household.household_number.as_str()));
            for (position, member) in (1..).zip(&household.members) {
                assert_eq!(member.position, position);
                assert_eq!(member.household_id, household.id);
                assert_eq!(relationship::check(&member.relationship), Ok(()));
                let number = member.addressee_number.as_deref().expect("everybody has one");
                assert!(number.parse::<AddresseeNumber>().is_ok());
                assert!(ids.insert(member.id.0) && numbers.insert(number));
            }
            assert!(
                household
                    .members
                    .is_sorted_by(|a, b| relationship::register_order(a, b).is_le())
            );
            let spouses = household
                .members
                .iter()
                .filter(|m| relationship::is_spouse(&m.relationship));
            assert!(spouses.count() <= 1);
            let recipients = household
                .members
                .iter()
                .filter(|m| known(m).child_benefit == ChildBenefit::Recipient);
            let children = household
                .members
                .iter()
                .filter(|m| known(m).child_benefit == ChildBenefit::Child);
            assert_eq!(recipients.count() > 0, children.count() > 0, "{household:?}");
        }
    }
}

#[test]
fn ages_fit() {
    for (on, municipality) in municipalities() {
        for household in &municipality.households {
            let head = &household.members[0];
            let age = |member: &Resident| age_range_on(&member.birth_date, on, AgeRule::Attains);
            for member in &household.members {
                let (least, text) = (age(member).youngest, &member.relationship);
                match &**text {
                    "世帯主" => assert!(least >= 18, "{member:?}"),
                    "子" => assert!(age(head).oldest >= least + 18, "{household:?}"),
                    "父" | "母" => assert!(least + 1 >= age(head).youngest + 18, "{household:?}"),
                    "子の子" => {
                        let between = household
                            .members
                            .iter()
                            .any(|m| m.relationship == "子" && age(m).oldest >= least + 18);
                        assert!(between, "{household:?}");
                    }
                    _ if relationship::is_spouse(text) => assert!(least >= 18, "{household:?}"),
                    _ => {}
                }
                let born = member.birth_date.range().0;
                assert!(born <= on && age(member).oldest <= 110, "{member:?}");
                let dates = (member.resident_since.known(), member.address_since.known());
                let (Some(resident), Some(address)) = dates else {
                    panic!("{member:?}")
                };
                assert!(
                    born <= resident && resident <= address && address <= on,
                    "{member:?}"
                );
            }
        }
    }
}

#[test]
fn insurance_fits_the_age() {
    for (on, municipality) in municipalities() {
        for (_, member) in everybody(&municipality) {
            let at_least = |age, rule| is_at_least(&member.birth_date, age, on, rule);
            let late = known(member).health_insurance == HealthInsurance::LateStageElderly;
            match at_least(75, AgeRule::Birthday) {
                Some(true) => assert!(
                    late || known(member).health_insurance == HealthInsurance::None,
                    "{member:?}"
                ),
                _ => assert!(!late, "{member:?}"),
            }
            match (at_least(65, AgeRule::Attains), at_least(40, AgeRule::Attains)) {
                (Some(true), _) => assert_ne!(known(member).care, CareInsurance::None, "{member:?}"),
                (_, Some(false)) => assert_eq!(known(member).care, CareInsurance::None, "{member:?}"),
                _ => assert_ne!(known(member).care, CareInsurance::Insured, "{member:?}"),
            }
            let duty =
                at_least(20, AgeRule::Attains) == Some(true) && at_least(60, AgeRule::Attains) == Some(false);
            match known(member).pension {
                PensionCategory::First | PensionCategory::Third => assert!(duty, "{member:?}"),
                PensionCategory::Second => {
                    assert_eq!(at_least(65, AgeRule::Attains), Some(false), "{member:?}");
                    assert_eq!(
                        known(member).health_insurance,
                        HealthInsurance::Employees,
                        "{member:?}"
                    );
                }
                PensionCategory::Voluntary => assert_eq!(at_least(60, AgeRule::Attains), Some(true)),
                PensionCategory::None => assert!(!duty, "{member:?}"),
            }
            let child = until_year_end(&member.birth_date, 18, on);
            match known(member).child_benefit {
                ChildBenefit::Child => assert_eq!(child, Some(true), "{member:?}"),
                ChildBenefit::Recipient => assert_eq!(at_least(18, AgeRule::Attains), Some(true)),
                ChildBenefit::None => {}
            }
        }
    }
}

#[test]
fn schools_fit_age_and_district() {
    for (on, municipality) in municipalities() {
        for (_, member) in everybody(&municipality) {
            let Some(enrolment) = &known(member).school else {
                continue;
            };
            let year = certain_school_year_on(&member.birth_date, on);
            assert!(
                matches!(year, Some(SchoolYear::Elementary(_) | SchoolYear::JuniorHigh(_))),
                "{member:?}"
            );
            let school = municipality
                .schools
                .iter()
                .find(|school| school.name == enrolment.school)
                .unwrap();
            assert!(school.towns.contains(&member.address.town_code), "{member:?}");
        }
    }
}

#[test]
fn names_and_papers_are_complete() {
    for (on, municipality) in municipalities() {
        for (_, member) in everybody(&municipality) {
            assert!(!member.names.name.written.is_empty() && !member.names.name.kana.is_empty());
            let japanese = member.foreign.is_none();
            assert_eq!(japanese, !member.registered_domicile.is_empty(), "{member:?}");
            assert_eq!(japanese, !member.family_register_head.is_empty(), "{member:?}");
            assert_eq!(japanese, member.names.alphabet.is_none(), "{member:?}");
            if let Some(card) = &known(member).card {
                assert!(card.expires_on > on, "{member:?}");
                assert!(
                    card.certificate_expires_on
                        .is_none_or(|day| day <= card.expires_on),
                    "{member:?}"
                );
            }
            if let (Some(card), Some(foreign)) = (&known(member).card, &member.foreign) {
                assert!(
                    foreign
                        .expires_on
                        .unseen()
                        .is_none_or(|end| card.expires_on <= end),
                    "{member:?}"
                );
            }
            if let RegisterDate::Unknown {
                earliest,
                latest,
                text,
            } = &member.birth_date
            {
                assert!(earliest < latest && !text.is_empty());
            }
            if member.state != ResidentState::Current {
                assert!(known(member).card.is_none() && !member.protective_measure.protects());
            }
        }
    }
}

#[test]
fn staff_can_sign_in_and_belong_to_a_section() {
    for (_, municipality) in municipalities() {
        let mut names = HashSet::new();
        for staff in &municipality.staff {
            assert!(names.insert(&staff.sign_in_name));
            assert!(
                municipality
                    .sections
                    .iter()
                    .any(|section| section.id == staff.section_id)
            );
        }
        for role in madoguchi_model::staff::Role::ALL {
            assert!(municipality.staff.iter().any(|staff| staff.role == role));
        }
    }
}
