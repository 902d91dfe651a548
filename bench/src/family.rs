//! A household of five that moves, from the synthetic city.

use chrono::NaiveDate;
use madoguchi_model::case::{
    Case, CaseMember, CaseState, IdentityDocument, LifeEvent, NewAddress, Visitor, VisitorKind,
};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, StaffId};
use madoguchi_model::municipality::Municipality;
use madoguchi_synthetic::{Place, Spec, generate};
use uuid::Uuid;

/// The day everything is true on.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar")
}

/// The first household of five, its municipality, and their case: 転居 and certificates.
pub(crate) fn of_five() -> (Municipality, Household, Case) {
    of_five_in(&Spec::demo(Place::Mihon, 1, today()))
}

/// The same of a village, for those who count the memory.
pub(crate) fn of_five_in_a_village() -> (Municipality, Household, Case) {
    of_five_in(&Spec {
        residents: 300,
        ..Spec::demo(Place::Mihon, 1, today())
    })
}

fn of_five_in(spec: &Spec) -> (Municipality, Household, Case) {
    let city = generate(spec);
    let household = city
        .households
        .into_iter()
        .find(|household| household.members.len() == 5)
        .expect("the city has households of five");
    let case = case(&household);
    (city.municipality, household, case)
}

fn case(household: &Household) -> Case {
    let mut address = household.members[0].address.clone();
    address.block = "14番5号".into();
    let members = household.members.iter().map(|member| CaseMember {
        resident_id: member.id,
        moves: true,
        entered: None,
    });
    Case {
        id: CaseId(Uuid::nil()),
        number: "08-00001".into(),
        household_id: Some(household.id),
        events: vec![LifeEvent::MoveWithin, LifeEvent::Certificate],
        members: members.collect(),
        visitor: Visitor {
            kind: VisitorKind::Self_,
            resident_id: Some(household.members[0].id),
            name: String::new(),
            address: String::new(),
            phone: "090-0000-0000".into(),
            identity: Some(IdentityDocument::DrivingLicence),
            power_of_attorney: false,
        },
        moved_on: Some(today()),
        filed_on: today(),
        new_address: Some(NewAddress {
            address,
            abroad: false,
        }),
        former_address: None,
        state: CaseState::Open,
        release_hash: String::new(),
        overlay_hash: None,
        version: 1,
        opened_by: StaffId(Uuid::nil()),
        opened_at: chrono::DateTime::UNIX_EPOCH,
    }
}
