//! A family that moves within the city.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_link::core_files::{CardAttributes, FiledApplication, Visit};
use madoguchi_model::address::Address;
use madoguchi_model::card_reading::{CardHolder, Genuineness};
use madoguchi_model::case::{Case, CaseMember, CaseState, LifeEvent, NewAddress, Visitor, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{ApplicationId, CardReadingId, CaseId, HouseholdId, ResidentId, StaffId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{ProtectiveMeasure, Resident, ResidentState, Sex};
use serde_json::json;
use uuid::Uuid;

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub(crate) fn address(block: &str) -> Address {
    Address {
        municipality_code: "000019".into(),
        town_code: "0001001".into(),
        postcode: "0000001".into(),
        prefecture: "見本県".into(),
        city: "みほん市".into(),
        town: "本町一丁目".into(),
        block: block.into(),
        building: String::new(),
    }
}

fn resident(number: u128, given: &str, relationship: &str, sex: Sex, birth: RegisterDate) -> Resident {
    Resident {
        id: ResidentId(id(number)),
        addressee_number: Some(format!("{number:015}")),
        household_id: HouseholdId(id(100)),
        position: i16::try_from(number).unwrap(),
        relationship: relationship.into(),
        names: Names {
            name: WrittenName {
                written: format!("辻\u{e0100}\u{3000}{given}"),
                kana: "ツジ\u{3000}ガッピ".into(),
                kana_confirmed: true,
            },
            ..Names::default()
        },
        birth_date: birth,
        sex,
        foreign: None,
        address: address("1番1号"),
        address_since: RegisterDate::Known("2010-04-01".parse().unwrap()),
        resident_since: RegisterDate::Known("2010-04-01".parse().unwrap()),
        registered_domicile: "見本県みほん市本町一丁目1番".into(),
        family_register_head: "辻　太郎".into(),
        state: ResidentState::Current,
        protective_measure: ProtectiveMeasure::None,
        circumstances: None,
    }
}

/// A couple; the date of birth of one is unknown. One has a card, one asked for a certificate.
pub(crate) fn visit() -> Visit {
    let known = RegisterDate::Known("1984-04-02".parse().unwrap());
    let unknown = RegisterDate::Unknown {
        earliest: "1940-01-01".parse().unwrap(),
        latest: "1940-12-31".parse().unwrap(),
        text: "昭和15年頃".into(),
    };
    let members = vec![
        resident(1, "太郎", "世帯主", Sex::Male, known.clone()),
        resident(2, "花子", "妻", Sex::Female, unknown),
    ];
    let case = Case {
        id: CaseId(id(200)),
        number: "26-00001".into(),
        household_id: Some(HouseholdId(id(100))),
        events: vec![LifeEvent::Pregnancy, LifeEvent::MoveWithin],
        members: members
            .iter()
            .map(|member| CaseMember {
                resident_id: member.id,
                moves: true,
                entered: None,
            })
            .collect(),
        visitor: Visitor {
            kind: VisitorKind::Self_,
            resident_id: Some(ResidentId(id(1))),
            name: String::new(),
            address: String::new(),
            phone: "000-0000-0000".into(),
            identity: None,
            power_of_attorney: false,
        },
        moved_on: Some("2026-11-20".parse().unwrap()),
        filed_on: "2026-11-28".parse().unwrap(),
        new_address: Some(NewAddress {
            address: address("2番3号"),
            abroad: false,
        }),
        former_address: None,
        state: CaseState::HandedOff,
        release_hash: "test".into(),
        overlay_hash: None,
        version: 2,
        opened_by: StaffId(id(300)),
        opened_at: "2026-11-28T01:00:00Z".parse().unwrap(),
    };
    let made_at = "2026-11-28T01:10:00Z".parse().unwrap();
    Visit {
        municipality: Municipality {
            code: "000019".into(),
            prefecture: "見本県".into(),
            name: "みほん市".into(),
            kana: "ミホンシ".into(),
        },
        case,
        household: Household {
            id: HouseholdId(id(100)),
            household_number: "000000000000019".into(),
            members,
        },
        answers: BTreeMap::new(),
        applications: vec![FiledApplication {
            id: ApplicationId(id(400)),
            form: "residence_certificate_request".into(),
            residents: vec![ResidentId(id(1))],
            version: 1,
            values: json!({ "entries": { "answers.copies_household": { "text": "2" } } }),
            made_at,
        }],
        cards: vec![CardAttributes {
            id: CardReadingId(id(500)),
            resident: Some(ResidentId(id(1))),
            holder: CardHolder {
                name: "辻　太郎".into(),
                address: "見本県みほん市本町一丁目1番1号".into(),
                birth_date: known,
                sex: Some(Sex::Male),
            },
            expires_on: None,
            genuineness: Genuineness::Consistent,
            read_at: made_at,
        }],
        handed: Vec::new(),
        withheld: BTreeSet::new(),
    }
}
