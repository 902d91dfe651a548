//! Analyses through their pages, on a record that was made by using the product.

use chrono::TimeDelta;
use madoguchi_model::staff::Role;
use madoguchi_store::audit::{self, Begun, Category, Outcome};
use madoguchi_store::{emergency_accesses, staff};

use crate::testing::TestServer;

async fn noted(server: &TestServer, action: &str, times: usize) {
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let what = Begun {
        category: Category::Operation,
        staff: Some(here.staff(Role::FrontDesk).id),
        session: None,
        section: None,
        terminal: String::new(),
        action: action.into(),
        screen: "GET /residents".into(),
        resource_kind: "resident".into(),
        resource_id: String::new(),
        individual_number_access: false,
        detail: serde_json::json!({}),
    };
    for _ in 0..times {
        audit::event(&mut tx, &what, Outcome::Done, &[here.household.members[0].id])
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn many_look_ups_on_a_day_are_told_by_the_threshold() {
    let server = TestServer::new().await;
    noted(&server, "resident.list", 12).await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/analyses/searches")
        .await
        .is(200)
        .shows("該当する記録はありません");
    let settings = [
        ("opens", "8:30"),
        ("closes", "17:15"),
        ("searches", "12"),
        ("times", "3"),
        ("papers", "1"),
    ];
    admin.post("/admin/analyses/settings", &settings).await.is(303);
    let page = admin.get("/admin/analyses/searches").await;
    page.is(200)
        .shows("窓口担当")
        .shows("1日12件以上")
        .shows("/admin/audit-log?from=");
    let csv = admin.get("/admin/analyses/searches/table.csv").await;
    csv.is(200)
        .shows("\"職員\",\"日\",\"検索\"")
        .shows("\"窓口担当\"")
        .shows("\"12\"");
    for (name, value) in [
        ("opens", "x"),
        ("closes", "7:00"),
        ("searches", "0"),
        ("times", "1"),
    ] {
        let wrong: Vec<(&str, &str)> = settings
            .iter()
            .map(|(known, old)| (*known, if *known == name { value } else { *old }))
            .collect();
        admin.post("/admin/analyses/settings", &wrong).await.is(422);
    }
}

#[tokio::test]
async fn who_saw_a_person_is_told_without_a_name_or_number_in_the_address() {
    let server = TestServer::new().await;
    let person = &server.db.here.household.members[0];
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&format!("/residents/{}", person.id)).await.is(200);
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/analyses/person")
        .await
        .is(200)
        .shows("住民を選んでください");
    let number = person.addressee_number.as_deref().unwrap();
    let found = admin.post("/admin/analyses/persons", &[("person", number)]).await;
    found.is(303);
    assert!(!found.location().contains(number), "{}", found.location());
    let page = admin.get(found.location()).await;
    page.is(200)
        .shows("住民：照会")
        .shows("窓口担当")
        .hides(&person.names.name.written)
        .hides(number);
    let drill = page.html.split("href=\"/admin/audit-log?").nth(1).unwrap();
    let drill = format!(
        "/admin/audit-log?{}",
        drill.split('"').next().unwrap().replace("&#38;", "&")
    );
    admin
        .get(&drill)
        .await
        .is(200)
        .shows("GET /residents/{resident_id}");
    admin
        .post("/admin/analyses/persons", &[("person", "1")])
        .await
        .is(422)
        .shows("この宛名番号の住民はいません");
    // Another tenant's resident is nobody.
    let there = server.db.there.household.members[0].id;
    admin
        .get(&format!("/admin/analyses/person?resident={there}"))
        .await
        .is(404);
}

#[tokio::test]
async fn an_officer_who_looks_up_somebody_of_the_own_name_is_told() {
    let server = TestServer::new().await;
    let here = &server.db.here;
    let officer = here.staff(Role::FrontDesk);
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let name = here.household.members[0]
        .names
        .name
        .written
        .replace('\u{3000}', " ");
    staff::update(&mut tx, officer.id, &name, officer.role, officer.section_id, true)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&format!("/residents/{}", here.household.members[2].id))
        .await
        .is(200);
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/analyses/near")
        .await
        .is(200)
        .shows("同じ氏名の住民")
        .shows("その世帯の人");
}

#[tokio::test]
async fn every_analysis_has_a_page_and_a_file_and_its_look_is_recorded() {
    let server = TestServer::new().await;
    let case = server.db.here.case.id;
    let mut admin = server.signed_in(Role::Administrator).await;
    let list = admin.get("/admin/analyses").await;
    list.is(200);
    for kind in [
        "off-hours",
        "searches",
        "person",
        "protected",
        "near",
        "after-end",
        "lifts",
        "prints",
    ] {
        list.shows(&format!("/admin/analyses/{kind}"));
        admin.get(&format!("/admin/analyses/{kind}")).await.is(200);
        admin
            .get(&format!(
                "/admin/analyses/{kind}?from=2026-02-01&until=2026-01-01"
            ))
            .await
            .is(422)
            .shows("終わりの日は");
        admin
            .get(&format!("/admin/analyses/{kind}/table.csv"))
            .await
            .is(200);
    }
    admin.get("/admin/analyses/nothing").await.is(404);
    admin
        .get(&format!("/admin/analyses/person?resident={case}"))
        .await
        .is(404);
    admin
        .get("/admin/audit-log")
        .await
        .is(200)
        .shows("操作ログの分析：照会")
        .shows("操作ログの分析：印刷・出力");
    for role in [Role::FrontDesk, Role::BackOffice, Role::SectionChief] {
        let mut other = server.signed_in(role).await;
        other.get("/admin/analyses").await.is(403);
        other.get("/admin/analyses/lifts/table.csv").await.is(403);
    }
}

#[tokio::test]
async fn who_looked_in_an_emergency_stands_beside_who_lifted() {
    let server = TestServer::new().await;
    let here = &server.db.here;
    let desk = here.staff(Role::FrontDesk).id;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let person = here.household.members[0].id;
    emergency_accesses::open(&mut tx, person, desk, "救急隊からの照会", TimeDelta::minutes(10))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/analyses/lifts")
        .await
        .is(200)
        .shows("緊急閲覧")
        .shows("救急隊からの照会");
    admin
        .get(&format!(
            "/admin/analyses/lifts?staff={}",
            here.staff(Role::SectionChief).id
        ))
        .await
        .is(200)
        .hides("救急隊からの照会");
}
