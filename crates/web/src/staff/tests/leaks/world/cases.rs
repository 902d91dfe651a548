//! Cases of protected people, and what is made of them.

use std::collections::BTreeMap;

use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, IndividualNumberId, StaffId};
use madoguchi_model::staff::Role;
use madoguchi_store::individual_numbers::{NewNumber, Sealed};
use madoguchi_store::{applications, individual_numbers, print_releases};

use super::super::super::cards::{Counter, TestCard};
use super::super::super::{batches, hand_off, interview, items, moving, received_for, send, sign_all};
use super::{PHONE, SECRET};
use crate::testing::{Browser, TestServer};

/// One case of protected people, with the ids of what belongs to it.
pub(super) struct CaseOf {
    pub(super) path: String,
    pub(super) applications: Vec<String>,
    pub(super) prints: Vec<String>,
    pub(super) readings: Vec<String>,
    pub(super) numbers: Vec<String>,
    pub(super) items: Vec<String>,
}

impl CaseOf {
    pub(super) fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            applications: Vec::new(),
            prints: Vec::new(),
            readings: Vec::new(),
            numbers: Vec::new(),
            items: Vec::new(),
        }
    }

    pub(super) fn id(&self) -> CaseId {
        self.path.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// Everything that the case has by now.
    pub(super) async fn load(&mut self, server: &TestServer) {
        let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
        let made = applications::of_case(&mut tx, self.id()).await.unwrap();
        self.applications = made.iter().map(|made| made.id.to_string()).collect();
        let prints = print_releases::of_case(&mut tx, self.id()).await.unwrap();
        self.prints = prints.iter().map(|print| print.id.to_string()).collect();
        let found = items(server, &self.path).await;
        self.items = found.iter().map(|item| item.id.to_string()).collect();
    }

    pub(super) fn values(&self) -> BTreeMap<&'static str, Vec<String>> {
        let files = ["document.pdf", "signature.p7s"].map(str::to_owned).to_vec();
        let all = [
            ("{case_id}", vec![self.id().to_string()]),
            ("{application_id}", self.applications.clone()),
            ("{print_id}", self.prints.clone()),
            ("{reading_id}", self.readings.clone()),
            ("{number_id}", self.numbers.clone()),
            ("{queue_item_id}", self.items.clone()),
            ("{version}", vec!["1".into()]),
            ("{page}", vec!["1.svg".into()]),
            ("{which}", vec!["name.png".into(), "address.png".into()]),
            ("{file}", files),
        ];
        all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
    }
}

pub(super) async fn lift(chief: &mut Browser, case: &str) {
    let path = format!("{case}/protection-lift");
    let reason = [("reason", "本人が来庁し、確認した")];
    chief.post(&path, &reason).await.is(303);
}

/// A reception of a household that moves to another address that must not be seen either.
fn moving_household(server: &TestServer, household: &Household, key: &str) -> Vec<(&'static str, String)> {
    let mut form = received_for(server, household, key);
    for (name, value) in &mut form {
        match *name {
            "block" => *value = format!("{SECRET}9番9号"),
            "building" => *value = format!("{SECRET}新しい家"),
            "phone" => PHONE.clone_into(value),
            _ => {}
        }
    }
    form
}

async fn opened(desk: &mut Browser, form: &[(&str, String)]) -> String {
    let opened = send(desk, "/cases/new", form).await;
    opened.is(303);
    opened.location().strip_suffix("/interview").unwrap().to_owned()
}

/// Papers made, printed in every way, signed and handed off while the measure was lifted.
pub(super) async fn handed_off(server: &TestServer, desk: &mut Browser, household: &Household) -> CaseOf {
    let path = opened(desk, &moving_household(server, household, "a")).await;
    interview(desk, &path).await;
    lift(&mut server.signed_in(Role::SectionChief).await, &path).await;
    desk.post(&format!("{path}/applications"), &[]).await.is(303);
    for print in ["applications/print", "bundle", "guide-sheet/print"] {
        desk.post(&format!("{path}/{print}"), &[]).await.is(303);
    }
    sign_all(desk, &path).await;
    hand_off(server, desk, &path).await;
    CaseOf::new(&path)
}

/// An open case of an agent, with papers, the card of its person and a 個人番号.
pub(super) async fn open(counter: &Counter, desk: &mut Browser, household: &Household) -> CaseOf {
    let server = &counter.server;
    let mut form = moving_household(server, household, "b");
    form.retain(|(name, _)| *name != "visitor");
    form.extend([
        ("visitor", "agent".to_owned()),
        ("visitor_name", "代理\u{3000}人".to_owned()),
        ("visitor_address", format!("{SECRET}代理の家")),
        ("power_of_attorney", "seen".to_owned()),
    ]);
    let path = opened(desk, &form).await;
    interview(desk, &path).await;
    lift(&mut server.signed_in(Role::SectionChief).await, &path).await;
    desk.post(&format!("{path}/applications"), &[]).await.is(303);
    let mut case = CaseOf::new(&path);
    let card = TestCard {
        address: format!("見本県みほん市{SECRET}"),
        ..TestCard::of("秘匿\u{3000}太郎", "19840402", b'1')
    };
    let read = counter.read(desk, &format!("{path}/card"), &card).await;
    let reading = read.location().to_owned();
    let person = household.members[0].id;
    desk.post(&format!("{reading}/assign"), &[("person", &person.to_string())])
        .await
        .is(303);
    case.readings.push(reading.rsplit('/').next().unwrap().to_owned());
    let number = NewNumber {
        id: IndividualNumberId(case.readings[0].parse().unwrap()),
        case: case.id(),
        resident: person,
        procedure: "TK-01".into(),
        sealed: Sealed {
            encapsulated: vec![1; 32],
            ciphertext: vec![2; 28],
        },
    };
    let by: StaffId = server.db.here.staff(Role::FrontDesk).id;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    individual_numbers::keep(&mut tx, &number, by).await.unwrap();
    tx.commit().await.unwrap();
    case.numbers.push(number.id.to_string());
    case
}

/// Somebody who moves in and asks for protection.
pub(super) async fn moving_in(server: &TestServer, desk: &mut Browser) -> CaseOf {
    let mut form = moving::arriving("c");
    for (name, value) in &mut form {
        match *name {
            "former_rest" | "block" | "domicile" => *value = format!("{SECRET}{value}"),
            _ => {}
        }
    }
    form.push(("phone", PHONE.to_owned()));
    form.push(("person-0-protected", "yes".to_owned()));
    let path = opened(desk, &form).await;
    interview(desk, &path).await;
    lift(&mut server.signed_in(Role::SectionChief).await, &path).await;
    desk.post(&format!("{path}/applications"), &[]).await.is(303);
    CaseOf::new(&path)
}

/// 一括印刷 of the day.
pub(super) async fn batch(server: &TestServer, desk: &mut Browser) -> String {
    let path = batches::started(desk, "").await;
    batches::worker(server).round().await;
    path.rsplit('/').next().unwrap().to_owned()
}

/// The card of somebody protected, read before a case is open.
pub(super) async fn card(counter: &Counter, desk: &mut Browser, household: &Household) -> String {
    let card = TestCard {
        address: household.members[1].address.one_line(),
        ..TestCard::of("秘匿\u{3000}花子", "19861130", b'2')
    };
    let read = counter.read(desk, "/card", &card).await;
    read.location().rsplit('/').next().unwrap().to_owned()
}
