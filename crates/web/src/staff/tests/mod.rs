//! The visit through its pages: a family of four that has moved, from the search to the sections' queues; and
//! what stops it on the way.

mod addresses;
mod batches;
mod cards;
mod characters;
mod core_files;
mod fields;
mod history;
mod judgements;
mod leaks;
mod life;
mod moving;
pub(crate) mod notices;
mod papers;
mod protection;
mod queues;
mod reception;
mod record_changes;
mod robots;
mod round_trip;
mod search;
mod visit;

use madoguchi_jobs::{Options, Worker, handlers};
use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::municipality::Town;
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState};
use madoguchi_model::staff::Role;
use madoguchi_store::jobs::Kinds;
use madoguchi_store::load;
use madoguchi_store::testing::household;
use madoguchi_store::webhooks::SEND;

use crate::testing::{Answer, Browser, TestServer};

/// A server whose municipality has two towns.
pub(crate) async fn server() -> TestServer {
    let server = TestServer::new().await;
    let town = |code: &str, name: &str, kana: &str| Town {
        code: code.into(),
        name: name.into(),
        kana: kana.into(),
        postcode: "0000002".into(),
    };
    let towns = [
        town("0001001", "本町一丁目", "ホンチョウ"),
        town("0002000", "見本台", "ミホンダイ"),
    ];
    for sample in [&server.db.here, &server.db.there] {
        let mut tx = server.db.store.begin(&sample.scope).await.unwrap();
        load::towns(&mut tx, &towns).await.unwrap();
        tx.commit().await.unwrap();
    }
    server
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a Answer, name: &str) -> &'a str {
    let start = format!("name=\"{name}\" value=\"");
    let after = page
        .html
        .split(start.as_str())
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {}", page.html));
    after.split('"').next().unwrap()
}

/// The names of the radio buttons and text fields of the interview, each once.
fn questions(page: &Answer) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in page.html.split("name=\"").skip(1) {
        let name = part.split('"').next().unwrap().to_owned();
        if name.contains('/') && !part.starts_with("key") && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn received(server: &TestServer, key: &str) -> Vec<(&'static str, String)> {
    received_for(server, &server.db.here.household, key)
}

fn received_for(server: &TestServer, household: &Household, key: &str) -> Vec<(&'static str, String)> {
    let mut form = vec![
        ("resident", household.members[0].id.to_string()),
        ("key", key.to_owned()),
        ("events", "move_within".to_owned()),
        (
            "moved_on",
            server.state.clock.today().format("%Y-%m-%d").to_string(),
        ),
        ("filed_on", "今日".to_owned()),
        ("town", "みほんだい".to_owned()),
        ("block", "2番3号".to_owned()),
        ("building", "見本ハイツ101".to_owned()),
        ("visitor", household.members[0].id.to_string()),
        ("phone", "090-0000-1234".to_owned()),
        ("identity", "individual_number_card".to_owned()),
    ];
    form.extend(
        household
            .members
            .iter()
            .map(|member| ("members", member.id.to_string())),
    );
    form
}

async fn send(browser: &mut Browser, path: &str, form: &[(&str, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &form).await
}

/// Answers every question with no or 分からない until none is open.
async fn interview(browser: &mut Browser, case: &str) {
    for _ in 0..20 {
        let page = browser.get(&format!("{case}/interview")).await;
        page.is(200);
        let open = questions(&page);
        if open.is_empty() {
            page.shows("聞くことはもうありません");
            return;
        }
        let form: Vec<(&str, &str)> = open.iter().map(|name| (name.as_str(), "not_known")).collect();
        browser.post(&format!("{case}/interview"), &form).await.is(303);
    }
    panic!("the interview does not end");
}

/// Prints: sends the form and opens the file it leads to.
async fn printed(browser: &mut Browser, path: &str) -> Answer {
    let sent = browser.post(path, &[]).await;
    sent.is(303);
    let file = browser.get(sent.location()).await;
    file.is(200);
    assert!(file.html.starts_with("%PDF"), "{path}");
    file
}

/// The versions of the unsigned applications of a case, as the page's form sends them.
fn versions(page: &Answer) -> Vec<(String, String)> {
    let parts = page.html.split("name=\"version-").skip(1);
    parts
        .map(|part| {
            let id = part.split('"').next().unwrap();
            let value = part.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
            (format!("version-{id}"), value.to_owned())
        })
        .collect()
}

async fn sign_all(desk: &mut Browser, case: &str) {
    let versions = versions(&desk.get(&format!("{case}/applications")).await);
    assert!(!versions.is_empty());
    let form: Vec<(&str, &str)> = versions
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    desk.post(&format!("{case}/applications/signatures"), &form)
        .await
        .is(303);
}

/// As in the server, what is sent to other systems has workers of its own.
fn all_but_sending() -> Options {
    Options {
        kinds: Kinds::AllBut(&[SEND]),
        ..Options::default()
    }
}

/// Hands a case off and delivers it.
async fn hand_off(server: &TestServer, desk: &mut Browser, case: &str) {
    let path = format!("{case}/hand-off");
    let page = desk.get(&path).await;
    page.is(200);
    let version = hidden(&page, "version").to_owned();
    desk.post(&path, &[("version", &version)])
        .await
        .is(422)
        .shows("注意を確かめて");
    desk.post(&path, &[("version", &version), ("confirm", "yes")])
        .await
        .is(303);
    desk.get(&path).await.is(200).shows("担当課へ届けています");
    let mut worker =
        Worker::new(server.db.store.clone(), all_but_sending()).with_handler(handlers::DeliverHandOff);
    assert_eq!(worker.round().await, 1);
    desk.get(&path).await.is(200).shows("担当課の処理");
}

async fn items(server: &TestServer, case: &str) -> Vec<QueueItem> {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    madoguchi_store::queue::of_case(&mut tx, id).await.unwrap()
}

/// Every section takes its work and completes it.
async fn complete_everything(server: &TestServer, case: &str) {
    let items = items(server, case).await;
    assert!(!items.is_empty());
    for item in items {
        let path = format!("/queue/{}", item.id);
        let mut office = office(server, item.section_id).await;
        for action in ["take", "provisional", "complete"] {
            let page = office.get(&path).await;
            page.is(200);
            let version = hidden(&page, "version").to_owned();
            office
                .post(&format!("{path}/{action}"), &[("version", &version)])
                .await
                .is(303);
        }
    }
}

/// Somebody of the section's back office.
async fn office(server: &TestServer, section: madoguchi_model::ids::SectionId) -> Browser {
    let here = &server.db.here;
    let person = here.staff(Role::BackOffice);
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    madoguchi_store::staff::update(
        &mut tx,
        person.id,
        &person.display_name,
        Role::BackOffice,
        section,
        true,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    server.signed_in(Role::BackOffice).await
}

/// Opens a case of the sample's household and gives back its address.
async fn open_case(server: &TestServer, desk: &mut Browser, key: &str) -> String {
    let opened = send(desk, "/cases/new", &received(server, key)).await;
    opened.is(303);
    opened.location().strip_suffix("/interview").unwrap().to_owned()
}

/// Another household, whose second member is under a protective measure.
pub(crate) async fn protected_household(server: &TestServer) -> Household {
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let id = HouseholdId::new(clock, entropy);
    let mut household = household(id, "77", || ResidentId::new(clock, entropy));
    household.members[1].protective_measure = ProtectiveMeasure::InForce;
    for member in &mut household.members {
        member.address.building = "かくれ荘".into();
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    household
}
