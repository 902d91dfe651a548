//! The visit through its pages: a family of four that has moved, from the search to the sections' queues; and
//! what stops it on the way.

use madoguchi_jobs::{Options, Worker, handlers};
use madoguchi_model::municipality::Town;
use madoguchi_model::staff::Role;
use madoguchi_store::load;

use crate::testing::{Answer, Browser, TestServer};

/// A server whose municipality has two towns.
async fn server() -> TestServer {
    let server = TestServer::new().await;
    let town = |code: &str, name: &str, kana: &str| Town {
        code: code.into(),
        name: name.into(),
        kana: kana.into(),
        postcode: "0000002".into(),
    };
    let towns = [town("0001001", "本町一丁目", "ホンチョウ"), town("0002000", "見本台", "ミホンダイ")];
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
    let after = page.html.split(start.as_str()).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.html));
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
    let household = &server.db.here.household;
    let mut form = vec![
        ("resident", household.members[0].id.to_string()),
        ("key", key.to_owned()),
        ("events", "move_within".to_owned()),
        ("moved_on", server.state.clock.today().format("%Y-%m-%d").to_string()),
        ("filed_on", "今日".to_owned()),
        ("town", "みほんだい".to_owned()),
        ("block", "2番3号".to_owned()),
        ("building", "見本ハイツ101".to_owned()),
        ("visitor", household.members[0].id.to_string()),
        ("phone", "090-0000-1234".to_owned()),
        ("identity", "individual_number_card".to_owned()),
    ];
    form.extend(household.members.iter().map(|member| ("members", member.id.to_string())));
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

#[tokio::test]
async fn a_family_that_has_moved_is_served_from_search_to_completion() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let head = &server.db.here.household.members[0];

    desk.get("/residents?q=つじ").await.is(200).shows("4人見つかりました");
    desk.get(&format!("/residents/{}", head.id)).await.is(200).shows("この世帯の受付を始める");
    let page = desk.get(&format!("/cases/new?resident={}", head.id)).await;
    page.is(200);
    let key = hidden(&page, "key").to_owned();
    let opened = send(&mut desk, "/cases/new", &received(&server, &key)).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    // The same form sent twice opens one case.
    assert_eq!(send(&mut desk, "/cases/new", &received(&server, &key)).await.location(), opened.location());

    interview(&mut desk, &case).await;
    desk.get(&format!("{case}/judgements")).await.is(200).shows("転居届");
    desk.get(&format!("{case}/applications")).await.is(200).shows("住民異動届");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let page = desk.get(&format!("{case}/applications")).await;
    page.is(200).shows("署名待ち");
    let pdf = desk.get(&format!("{case}/applications/all.pdf")).await;
    pdf.is(200);
    assert!(pdf.html.starts_with("%PDF"));
    let versions: Vec<(String, String)> = page
        .html
        .split("name=\"version-")
        .skip(1)
        .map(|part| {
            let id = part.split('"').next().unwrap();
            (format!("version-{id}"), part.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
        })
        .collect();
    let preview = format!("{case}/applications/{}", versions[0].0.strip_prefix("version-").unwrap());
    desk.get(&preview).await.is(200).shows("署名の前に確かめてもらうこと");
    desk.get(&format!("{preview}/pages/1.svg")).await.is(200).shows("<svg");
    desk.get(&format!("{preview}/pages/99.svg")).await.is(404);
    let form: Vec<(&str, &str)> = versions.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(&format!("{case}/applications/signatures"), &form).await.is(303);

    let page = desk.get(&format!("{case}/hand-off")).await;
    page.is(200);
    let version = hidden(&page, "version").to_owned();
    desk.post(&format!("{case}/hand-off"), &[("version", &version), ("confirm", "yes")]).await.is(303);
    desk.get(&format!("{case}/hand-off")).await.is(200).shows("担当課へ届けています");
    let mut worker = Worker::new(server.db.store.clone(), Options::default()).with_handler(handlers::DeliverHandOff);
    assert_eq!(worker.round().await, 1);
    desk.get(&format!("{case}/hand-off")).await.is(200).shows("担当課の処理");

    complete_everything(&server, &case).await;
    desk.get(&case).await.is(200).shows("すべての担当課が完了しました");
}

/// Every section takes its work and completes it.
async fn complete_everything(server: &TestServer, case: &str) {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    let items = madoguchi_store::queue::of_case(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!items.is_empty());
    for item in items {
        let path = format!("/queue/{}", item.id);
        let mut office = office(server, item.section_id).await;
        for action in ["take", "provisional", "complete"] {
            let page = office.get(&path).await;
            page.is(200);
            let version = hidden(&page, "version").to_owned();
            office.post(&format!("{path}/{action}"), &[("version", &version)]).await.is(303);
        }
    }
}

/// Somebody of the section's back office.
async fn office(server: &TestServer, section: madoguchi_model::ids::SectionId) -> Browser {
    let here = &server.db.here;
    let person = here.staff(Role::BackOffice);
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    madoguchi_store::staff::update(&mut tx, person.id, &person.display_name, Role::BackOffice, section, true)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    server.signed_in(Role::BackOffice).await
}
