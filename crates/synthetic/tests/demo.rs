//! The demo's data: its size, its rarities, and that it never changes by chance.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;
use madoguchi_model::age::{AgeRule, age_range_on};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{Circumstances, ProtectiveMeasure, Resident, ResidentState};
use madoguchi_synthetic::{Municipality, Place, RARE_FAMILY_NAMES, Spec, generate, showcase};

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

fn mihon() -> Municipality {
    generate(&Spec::demo(Place::Mihon, 1, on()))
}

fn current(municipality: &Municipality) -> Vec<&Resident> {
    let everybody = municipality
        .households
        .iter()
        .flat_map(|household| &household.members);
    everybody
        .filter(|member| member.state == ResidentState::Current)
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_people() {
    for place in Place::ALL {
        let spec = |seed| Spec {
            place,
            seed,
            reference_date: on(),
            residents: 500,
        };
        assert_eq!(generate(&spec(7)), generate(&spec(7)));
        let (one, other) = (generate(&spec(7)), generate(&spec(8)));
        assert_ne!(one.households[0].id, other.households[0].id);
        assert_ne!(one.staff[0].id, other.staff[0].id);
    }
    let ids = |place| {
        generate(&Spec {
            place,
            seed: 7,
            reference_date: on(),
            residents: 10,
        })
        .households[0]
            .id
    };
    assert_ne!(ids(Place::Mihon), ids(Place::Asahi), "places of one seed differ");
}

#[test]
fn the_city_has_its_size() {
    let city = mihon();
    assert_eq!(current(&city).len(), 10_000);
    let households = city
        .households
        .iter()
        .filter(|household| household.members[0].state == ResidentState::Current)
        .count();
    assert!((4_150..4_450).contains(&households), "{households}");
    for place in [Place::Asahi, Place::Wakaba] {
        assert_eq!(current(&generate(&Spec::demo(place, 1, on()))).len(), 300);
    }
}

#[test]
fn every_rarity_occurs() {
    let city = mihon();
    let people = current(&city);
    for family in RARE_FAMILY_NAMES {
        let bearers = people.iter().filter(|person| {
            person
                .names
                .name
                .written
                .starts_with(&format!("{family}\u{3000}"))
        });
        assert!(bearers.count() >= 2, "{family}");
    }
    let count = |has: &dyn Fn(&Resident) -> bool| people.iter().filter(|person| has(person)).count();
    for (what, least, number) in [
        ("旧氏", 50, count(&|p| p.names.former_family_name.is_some())),
        ("通称", 10, count(&|p| p.names.alias.is_some())),
        ("外国人", 150, count(&|p| p.foreign.is_some())),
        (
            "生年月日不詳",
            15,
            count(&|p| matches!(p.birth_date, RegisterDate::Unknown { .. })),
        ),
        (
            "支援措置中",
            15,
            count(&|p| p.protective_measure == ProtectiveMeasure::InForce),
        ),
        (
            "仮支援措置",
            5,
            count(&|p| p.protective_measure == ProtectiveMeasure::Provisional),
        ),
        ("障害", 300, count(&|p| !known(p).disability.is_empty())),
        ("犬", 250, count(&|p| known(p).owns_dog)),
        ("縁故者", 10, count(&|p| p.relationship == "縁故者")),
        ("同居人", 10, count(&|p| p.relationship == "同居人")),
        ("子の子", 50, count(&|p| p.relationship == "子の子")),
        ("未届", 10, count(&|p| p.relationship.ends_with("（未届）"))),
    ] {
        assert!(number >= least, "{what}: {number}");
    }
    let mixed = city.households.iter().filter(|household| {
        let foreign = household
            .members
            .iter()
            .filter(|member| member.foreign.is_some())
            .count();
        foreign > 0 && foreign < household.members.len()
    });
    assert!(mixed.count() >= 10);
}

#[test]
fn the_showcase_is_where_it_is_said_to_be() {
    for seed in [1, 99] {
        let city = generate(&Spec {
            place: Place::Mihon,
            seed,
            reference_date: on(),
            residents: 100,
        });
        for (number, name, members) in [
            (showcase::FAMILY_OF_FOUR, "辻\u{E0100}\u{3000}健一", 4),
            (showcase::MIXED_FAMILY, "髙橋\u{3000}大輔", 3),
            (showcase::PROTECTED_FAMILY, "渡邉\u{3000}香織", 2),
            (showcase::ELDERLY_COUPLE, "\u{20BB7}田\u{3000}茂", 2),
            (showcase::LONG_NAMES, "左衛門三郎\u{3000}宗右衛門之助", 3),
            (showcase::UNKNOWN_BIRTH, "葛\u{E0100}西\u{3000}キヨ", 1),
            (showcase::THREE_GENERATIONS, "濵田\u{3000}浩", 6),
        ] {
            let household = city
                .households
                .iter()
                .find(|household| household.members[0].addressee_number.as_deref() == Some(number))
                .unwrap_or_else(|| panic!("{name}"));
            assert_eq!(household.members[0].names.name.written, name);
            assert_eq!(household.members.len(), members);
        }
    }
    let neighbour = generate(&Spec {
        place: Place::Asahi,
        seed: 1,
        reference_date: on(),
        residents: 100,
    });
    assert_eq!(
        neighbour.households[0].members[0].addressee_number.as_deref(),
        Some(showcase::FAMILY_OF_FOUR)
    );
}

/// Counts of the demo's city, for people to look at when the tables change.
#[test]
fn statistics() {
    let city = mihon();
    let people = current(&city);
    let mut text = String::new();
    let mut section = |title: &str, counts: BTreeMap<String, usize>| {
        writeln!(text, "{title}").unwrap();
        for (what, count) in counts {
            writeln!(text, "  {what}: {count}").unwrap();
        }
    };
    let by = |key: &dyn Fn(&Resident) -> String| {
        people
            .iter()
            .fold(BTreeMap::<String, usize>::new(), |mut counts, person| {
                *counts.entry(key(person)).or_default() += 1;
                counts
            })
    };
    section(
        "age",
        by(&|p| {
            let ten = age_range_on(&p.birth_date, on(), AgeRule::Attains).youngest / 10 * 10;
            format!("{ten:>3}〜")
        }),
    );
    section("relationship", by(&|p| p.relationship.clone()));
    section("sex", by(&|p| p.sex.label().into()));
    section(
        "health insurance",
        by(&|p| known(p).health_insurance.label().into()),
    );
    section("pension", by(&|p| known(p).pension.label().into()));
    section("care", by(&|p| known(p).care.label()));
    section("child benefit", by(&|p| known(p).child_benefit.label().into()));
    section(
        "card",
        by(&|p| {
            if known(p).card.is_some() {
                "held"
            } else {
                "not held"
            }
            .into()
        }),
    );
    section("protective measure", by(&|p| p.protective_measure.label().into()));
    let mut sizes = BTreeMap::<String, usize>::new();
    let mut states = BTreeMap::<String, usize>::new();
    for household in &city.households {
        *states
            .entry(household.members[0].state.label().into())
            .or_default() += 1;
        if household.members[0].state == ResidentState::Current {
            *sizes.entry(household.members.len().to_string()).or_default() += 1;
        }
    }
    section("household size", sizes);
    section("households by state of the head", states);
    insta::assert_snapshot!(text);
}
