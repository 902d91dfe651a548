//! What happened, for a program that asks.

use madoguchi_link::webhooks::{Event, EventKind};
use madoguchi_model::api_client::Scope;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Role;
use madoguchi_store::hand_offs::{self, SectionHandOff};
use madoguchi_store::webhooks::{self, FeedFilter};
use serde_json::Value;

use super::Program;
use crate::testing::TestServer;

/// Hands the sample's case to a section: two or more events of one case.
async fn hand_off(server: &TestServer, section: SectionId) {
    let here = &server.db.here;
    let by = here.staff(Role::FrontDesk).id;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let items = [SectionHandOff {
        section_id: section,
        procedures: vec![HandedProcedure {
            procedure: "TK-03".into(),
            name: "国民健康保険の住所変更".into(),
            residents: vec![here.household.members[0].id],
        }],
    }];
    madoguchi_store::edit_leases::take(&mut tx, here.case.id, by, chrono::TimeDelta::minutes(5), true)
        .await
        .unwrap();
    let id = hand_offs::create(&mut tx, here.case.id, here.case.version, &items, by)
        .await
        .unwrap();
    hand_offs::deliver(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
}

/// Asks until there are so many: what another test's open transaction could come before is not told yet.
async fn until(program: &Program, path: &str, count: usize) -> Value {
    for _ in 0..10_000 {
        let answer = program.get(path).await;
        let body = answer.is(200).json();
        if body["items"].as_array().unwrap().len() >= count {
            return body;
        }
        tokio::task::yield_now().await;
    }
    panic!("{path} never has {count} events");
}

fn types(body: &Value) -> Vec<&str> {
    let items = body["items"].as_array().unwrap();
    items.iter().map(|one| one["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn who_was_away_reads_on_and_misses_nothing() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[1].id;
    let desk = Program::with(
        &server,
        Role::FrontDesk,
        server.db.here.sections[0].id,
        &[Scope::EventsRead],
    )
    .await;
    // The sample's case was opened when the database was made.
    let first = until(&desk, "/api/v1/events?limit=1", 1).await;
    assert_eq!(types(&first), ["jp.madoguchi.case.received.v1"]);
    let resume = first["resume"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/events?cursor={resume}");
    assert_eq!(desk.get(&path).await.json()["resume"], resume, "nothing new");
    hand_off(&server, section).await;
    let all = until(&desk, &path, 2).await;
    assert_eq!(
        types(&all),
        [
            "jp.madoguchi.case.handed_off.v1",
            "jp.madoguchi.queue_item.changed.v1"
        ],
        "in the order in which it happened"
    );
    assert_eq!(all["next"], Value::Null);
    // A page at a time comes to the same.
    let mut paged = Vec::new();
    let mut cursor = resume;
    loop {
        let page = desk
            .get(&format!("/api/v1/events?limit=1&cursor={cursor}"))
            .await
            .json();
        paged.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(Value::Array(paged), all["items"]);
    let some = desk
        .get("/api/v1/events?type=jp.madoguchi.case.handed_off.v1")
        .await
        .json();
    assert_eq!(types(&some), ["jp.madoguchi.case.handed_off.v1"]);
    let none = desk.get("/api/v1/events?since=2026-04-08T01:00:01Z").await.json();
    assert_eq!(none["items"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn it_is_what_receivers_are_sent() {
    let server = TestServer::new().await;
    let desk = Program::with(
        &server,
        Role::FrontDesk,
        server.db.here.sections[0].id,
        &Scope::ALL,
    )
    .await;
    let told = until(&desk, "/api/v1/events", 1).await["items"][0].clone();
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let filter = FeedFilter {
        limit: 1,
        ..FeedFilter::default()
    };
    let fed = webhooks::feed(&mut tx, &filter).await.unwrap().remove(0);
    let Value::Object(data) = fed.data else {
        panic!("data is an object")
    };
    let sent = Event {
        id: fed.event,
        kind: EventKind::CaseReceived,
        municipality: "000019".into(),
        subject: fed.subject,
        at: fed.at,
        data,
    };
    assert_eq!(told, serde_json::from_str::<Value>(&sent.to_json()).unwrap());
}

#[tokio::test]
async fn a_section_sees_what_was_handed_to_it_and_nobody_else_anything() {
    let server = TestServer::new().await;
    let sections: Vec<SectionId> = server.db.here.sections.iter().map(|one| one.id).collect();
    let mine = Program::with(&server, Role::BackOffice, sections[1], &[Scope::EventsRead]).await;
    let other = Program::with(&server, Role::BackOffice, sections[0], &[Scope::EventsRead]).await;
    let blind = Program::with(&server, Role::FrontDesk, sections[0], &[Scope::CasesRead]).await;
    hand_off(&server, sections[1]).await;
    let seen = until(&mine, "/api/v1/events", 3).await;
    assert_eq!(seen["items"].as_array().unwrap().len(), 3);
    let none = other.get("/api/v1/events").await;
    assert_eq!(none.is(200).json()["items"], Value::Array(Vec::new()));
    blind
        .get("/api/v1/events")
        .await
        .is(403)
        .problem("insufficient_scope");
}

#[tokio::test]
async fn what_is_wrong_with_a_question_is_said() {
    let server = TestServer::new().await;
    let desk = Program::with(
        &server,
        Role::FrontDesk,
        server.db.here.sections[0].id,
        &Scope::ALL,
    )
    .await;
    for wrong in [
        "limit=0",
        "limit=201",
        "cursor=x",
        "since=yesterday",
        "type=case.received",
        "type=jp.madoguchi.test.v1",
        "after=1",
        "limit=1&limit=2",
    ] {
        desk.get(&format!("/api/v1/events?{wrong}"))
            .await
            .is(422)
            .problem("invalid_input");
    }
}
