//! Situations from the register's record.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use madoguchi_guidance::{
    Answer, Fact, FactKey, FactValue, JudgementResult, MemberKey, MunicipalitySettings, Release, Situation,
    Source, judge,
};
use madoguchi_model::address::Address;
use madoguchi_model::case::{
    Case, CaseMember, CaseState, FormerAddress, LifeEvent, NewAddress, Visitor, VisitorKind,
};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, HouseholdId, ResidentId, StaffId};
use madoguchi_model::municipality::ClosedDay;
use madoguchi_model::resident::Resident;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn uuid(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

/// A resident of the record; `changes` replace the ordinary values.
fn resident(number: u128, changes: &Value) -> Resident {
    let written = |name: &str| json!({"written": name, "kana": "", "kana_confirmed": false});
    let mut record = json!({
        "id": uuid(number), "addressee_number": "000000000000019", "household_id": uuid(100), "position": 1,
        "relationship": "世帯主",
        "names": {"name": written("見本　太郎"), "alphabet": null, "former_family_name": null, "alias": null},
        "birth_date": "1980-04-01", "sex": "male", "foreign": null,
        "address": {"municipality_code": "", "town_code": "", "postcode": "", "prefecture": "", "city": "",
            "town": "", "block": "", "building": ""},
        "address_since": "2000-01-01", "resident_since": "2000-01-01", "registered_domicile": "",
        "family_register_head": "", "state": "current", "protective_measure": "none",
        "circumstances": {
            "health_insurance": "employees", "pension": "second", "care": "none", "disability": [],
            "child_benefit": "none", "card": null, "seal_registered": false, "school": null, "owns_dog": false,
        },
    });
    for (name, value) in changes.as_object().unwrap() {
        match record["circumstances"].get_mut(name) {
            Some(place) => *place = value.clone(),
            None => record[name] = value.clone(),
        }
    }
    serde_json::from_value(record).unwrap()
}

fn case(members: Vec<(u128, bool)>) -> Case {
    Case {
        id: CaseId(uuid::Uuid::from_u128(1)),
        number: "8-1".into(),
        household_id: Some(HouseholdId(uuid::Uuid::from_u128(100))),
        events: vec![LifeEvent::MoveWithin],
        members: members
            .into_iter()
            .map(|(number, moves)| CaseMember {
                resident_id: ResidentId(uuid::Uuid::from_u128(number)),
                moves,
                entered: None,
            })
            .collect(),
        visitor: Visitor {
            kind: VisitorKind::Self_,
            resident_id: None,
            name: String::new(),
            address: String::new(),
            phone: String::new(),
            identity: None,
            power_of_attorney: false,
        },
        moved_on: Some("2026-11-10".parse().unwrap()),
        filed_on: "2026-11-24".parse().unwrap(),
        new_address: None,
        former_address: None,
        state: CaseState::Open,
        release_hash: String::new(),
        overlay_hash: None,
        version: 1,
        opened_by: StaffId(uuid::Uuid::from_u128(1)),
        opened_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn household(members: Vec<Resident>) -> Household {
    Household {
        id: HouseholdId(uuid::Uuid::from_u128(100)),
        household_number: String::new(),
        members,
    }
}

fn family() -> (Case, Household) {
    let members = vec![
        resident(
            1,
            &json!({"health_insurance": "national", "owns_dog": true,
            "card": {"expires_on": "2030-04-01", "certificate_expires_on": null}}),
        ),
        resident(
            2,
            &json!({"relationship": "子", "birth_date": "2016-08-08", "school": {"school": "第一小学校"},
            "health_insurance": "national", "disability": ["mental"]}),
        ),
        resident(
            3,
            &json!({"relationship": "母", "birth_date": "1945-03-03",
            "health_insurance": "late_stage_elderly", "care": {"care_required": 2},
            "foreign": {"nationality": "韓国", "residence_status": "特別永住者", "expires_on": null}}),
        ),
        resident(4, &json!({"relationship": "父", "state": "dead"})),
    ];
    (case(vec![(1, true), (2, true), (3, true)]), household(members))
}

#[test]
fn the_record_answers_almost_everything() {
    let (case, household) = family();
    let release = Release::in_force(case.filed_on).unwrap();
    let situation = Situation::from_register(&case, &household, &BTreeMap::new());
    assert_eq!(situation.members.len(), 3);
    let guidance = judge(release, &situation, &MunicipalitySettings::default()).unwrap();
    assert!(guidance.conflicts.is_empty(), "{:?}", guidance.conflicts);
    let mut asked: Vec<_> = guidance
        .questions
        .iter()
        .map(|question| question.key.to_string())
        .collect();
    asked.sort();
    assert_eq!(
        asked,
        [
            "visit/card_lost",
            "visit/dog_microchip_registered",
            "visit/joins_existing_household",
            "visit/keeps_present_school",
            "visit/livelihood_assistance_mover",
            "visit/school_district_changes",
            "visit/uses_municipal_cemetery",
            "visit/uses_municipal_housing",
            "visit/uses_water_service",
            "visit/wants_signature_certificate",
        ]
    );
    let required = |procedure: &str| {
        let of = guidance
            .judgements
            .iter()
            .filter(|judged| judged.procedure == procedure);
        of.filter(|judged| judged.result == JudgementResult::Required)
            .count()
    };
    for (procedure, count) in [
        ("TK-01", 3),
        ("TK-02", 1),
        ("TK-03", 2),
        ("TK-04", 1),
        ("TK-05", 0),
        ("TK-07", 1),
        ("TK-08", 1),
        ("TK-10", 1),
    ] {
        assert_eq!(required(procedure), count, "{procedure}");
    }
}

#[test]
fn answers_are_kept_and_answers_about_others_passed_over() {
    let (case, household) = family();
    let present = FactKey::member(&MemberKey(uuid(1)), "has_card");
    let gone = FactKey::member(&MemberKey(uuid(4)), "has_card");
    let answers = BTreeMap::from([
        (FactKey::visit("card_lost"), Answer::NotKnown),
        (present.clone(), Answer::Value(FactValue::Bool(false))),
        (gone.clone(), Answer::Value(FactValue::Bool(true))),
    ]);
    let situation = Situation::from_register(&case, &household, &answers);
    assert_eq!(
        situation.facts[&present],
        Fact::Known {
            value: FactValue::Bool(false),
            source: Source::Answer
        }
    );
    assert!(!situation.facts.contains_key(&gone));
    let release = Release::in_force(case.filed_on).unwrap();
    let guidance = judge(release, &situation, &MunicipalitySettings::default()).unwrap();
    assert!(
        guidance
            .questions
            .iter()
            .all(|question| question.key.fact != "card_lost")
    );
}

#[test]
fn closed_days_of_the_municipality_move_a_deadline() {
    let (case, household) = family();
    let release = Release::in_force(case.filed_on).unwrap();
    let situation = Situation::from_register(&case, &household, &BTreeMap::new());
    let closed = ClosedDay {
        day: "2026-11-24".parse().unwrap(),
        name: "市制記念日".into(),
    };
    let settings = MunicipalitySettings {
        closed_days: vec![closed],
        ..MunicipalitySettings::default()
    };
    let guidance = judge(release, &situation, &settings).unwrap();
    let moved = guidance
        .judgements
        .iter()
        .find(|judged| judged.procedure == "TK-01")
        .unwrap();
    let deadline = moved.deadline.as_ref().unwrap();
    assert_eq!(deadline.date, "2026-11-25".parse().ok());
    assert!(deadline.rule.contains("市制記念日"), "{}", deadline.rule);
    assert_eq!(deadline.overdue, Some(false));
}

#[test]
fn section_names_and_fees_are_the_municipality_s() {
    let (mut case, household) = family();
    case.events = vec![LifeEvent::Certificate];
    let answers = BTreeMap::from([(
        FactKey::visit("wants_residence_certificate"),
        Answer::Value(FactValue::Bool(true)),
    )]);
    let situation = Situation::from_register(&case, &household, &answers);
    let settings = MunicipalitySettings {
        section_names: BTreeMap::from([("resident_affairs".into(), "住民課".into())]),
        local_values: BTreeMap::from([("residence_certificate_fee".into(), "1通 250円".into())]),
        ..MunicipalitySettings::default()
    };
    let release = Release::in_force(case.filed_on).unwrap();
    let guidance = judge(release, &situation, &settings).unwrap();
    let found = guidance
        .judgements
        .iter()
        .find(|judged| judged.procedure == "CT-01")
        .unwrap();
    assert_eq!(found.section.as_ref().unwrap().name, "住民課");
    assert_eq!(found.fee.as_ref().unwrap().text, "1通 250円");
    assert_eq!(found.forms, ["residence_certificate_request"]);
}

/// After the register closed the record, the family still comes about the dead; about nobody else's death.
#[test]
fn the_dead_of_the_visit_are_known_and_others_are_not_of_it() {
    let (mut case, household) = family();
    let dead = ResidentId(uuid::Uuid::from_u128(4));
    let situation_of = |case: &Case| Situation::from_register(case, &household, &BTreeMap::new());
    case.events = vec![LifeEvent::Death];
    assert_eq!(situation_of(&case).members.len(), 3);
    case.members.push(CaseMember {
        resident_id: dead,
        moves: true,
        entered: None,
    });
    let situation = situation_of(&case);
    assert_eq!(situation.members.len(), 4);
    let key = FactKey::member(&MemberKey(dead.to_string()), "deceased");
    let known = Fact::Known {
        value: FactValue::Bool(true),
        source: Source::Register,
    };
    assert_eq!(situation.facts.get(&key), Some(&known));
    case.events = vec![LifeEvent::Certificate];
    assert_eq!(situation_of(&case).members.len(), 3);
}

fn of<'f>(situation: &'f Situation, fact: &str) -> Option<&'f FactValue> {
    match situation.facts.get(&FactKey::visit(fact)) {
        Some(Fact::Known { value, .. }) => Some(value),
        _ => None,
    }
}

#[test]
fn a_dog_moves_only_with_who_has_it() {
    for (owns, moves) in [(true, true), (true, false), (false, true), (false, false)] {
        let members = vec![resident(1, &json!({"owns_dog": owns})), resident(2, &json!({}))];
        let situation = Situation::from_register(
            &case(vec![(1, moves), (2, false)]),
            &household(members),
            &BTreeMap::new(),
        );
        let expected = (owns && moves).then_some(FactValue::Bool(true));
        assert_eq!(
            of(&situation, "movers_own_dog"),
            expected.as_ref(),
            "{owns} {moves}"
        );
    }
}

fn in_prefecture(prefecture: &str) -> Address {
    Address {
        prefecture: prefecture.to_owned(),
        ..Address::default()
    }
}

/// Whether people who move in come from this prefecture: not known where an address has none, nor from abroad.
#[test]
fn the_prefecture_they_come_from_is_compared() {
    for (former, new, abroad, same) in [
        ("東京都", "東京都", false, Some(true)),
        ("大阪府", "東京都", false, Some(false)),
        ("", "東京都", false, None),
        ("東京都", "", false, None),
        ("", "", false, None),
        ("東京都", "東京都", true, None),
    ] {
        let mut case = case(vec![(1, true)]);
        case.events = vec![LifeEvent::MoveIn];
        case.household_id = None;
        case.former_address = Some(FormerAddress {
            address: in_prefecture(former),
            abroad,
            ..FormerAddress::default()
        });
        case.new_address = Some(NewAddress {
            address: in_prefecture(new),
            abroad: false,
        });
        let members = household(vec![resident(1, &json!({}))]);
        let situation = Situation::from_register(&case, &members, &BTreeMap::new());
        let same = same.map(FactValue::Bool);
        assert_eq!(
            of(&situation, "from_same_prefecture"),
            same.as_ref(),
            "{former} {new}"
        );
        assert_eq!(
            of(&situation, "joins_existing_household"),
            Some(&FactValue::Bool(false))
        );
        assert_eq!(
            of(&situation, "moved_on").is_some(),
            of(&situation, "moves_out_on").is_none()
        );
    }
}

#[test]
fn the_prefecture_they_go_to_is_compared() {
    for (here, new, abroad, same) in [
        ("東京都", "東京都", false, Some(true)),
        ("大阪府", "東京都", false, Some(false)),
        ("", "東京都", false, None),
        ("東京都", "東京都", true, None),
    ] {
        let mut case = case(vec![(1, true)]);
        case.events = vec![LifeEvent::MoveOut];
        case.new_address = Some(NewAddress {
            address: in_prefecture(new),
            abroad,
        });
        let mut mover = resident(1, &json!({}));
        mover.address = in_prefecture(here);
        let situation = Situation::from_register(&case, &household(vec![mover]), &BTreeMap::new());
        let same = same.map(FactValue::Bool);
        assert_eq!(
            of(&situation, "to_same_prefecture"),
            same.as_ref(),
            "{here} {new}"
        );
        assert_eq!(of(&situation, "moves_abroad"), Some(&FactValue::Bool(abroad)));
        assert!(of(&situation, "moves_out_on").is_some());
        assert_eq!(of(&situation, "moved_on"), None);
        assert_eq!(of(&situation, "joins_existing_household"), None);
    }
}

/// Who asked for protection at reception is not asked again; of who stays it says nothing.
#[test]
fn protection_is_known_of_who_moves_in_and_asked_for_it() {
    for (measure, moves, wanted) in [
        ("in_force", true, true),
        ("provisional", true, true),
        ("none", true, false),
        ("in_force", false, false),
    ] {
        let mut case = case(vec![(1, moves), (2, true)]);
        case.events = vec![LifeEvent::MoveIn];
        let members = vec![
            resident(1, &json!({"protective_measure": measure})),
            resident(2, &json!({})),
        ];
        let situation = Situation::from_register(&case, &household(members), &BTreeMap::new());
        let expected = wanted.then_some(FactValue::Bool(true));
        assert_eq!(
            of(&situation, "protective_measure_wanted"),
            expected.as_ref(),
            "{measure} {moves}"
        );
        assert_eq!(
            of(&situation, "joins_existing_household"),
            Some(&FactValue::Bool(true))
        );
    }
}

#[test]
fn the_kind_of_residence_follows_from_the_status() {
    for (foreign, residency) in [
        (Value::Null, "japanese"),
        (json!("特別永住者"), "special_permanent"),
        (json!("永住者"), "mid_to_long_term"),
        (json!("留学"), "mid_to_long_term"),
        (json!("一時庇護許可者"), "temporary"),
        (json!("仮滞在許可者"), "temporary"),
        (json!("経過滞在者"), "temporary"),
        (json!("外交"), "outside"),
        (json!("公用"), "outside"),
        (json!("短期滞在"), "outside"),
    ] {
        let status = match &foreign {
            Value::Null => Value::Null,
            status => json!({"nationality": "韓国", "residence_status": status, "expires_on": null}),
        };
        let members = household(vec![resident(1, &json!({ "foreign": status }))]);
        let situation = Situation::from_register(&case(vec![(1, true)]), &members, &BTreeMap::new());
        let key = FactKey::member(&MemberKey(uuid(1)), "residency");
        let Some(Fact::Known { value, .. }) = situation.facts.get(&key) else {
            panic!("{foreign}")
        };
        assert_eq!(value, &FactValue::Choice(residency.to_owned()), "{foreign}");
    }
}
