//! 事前の申請: put in, found, and made a case of, by a program alone.

use madoguchi_model::api_client::Scope;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::staff::Role;
use madoguchi_store::portal_notices::{self, NewDocument, NoticeFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Program;
use super::caller::Answer;
use crate::staff::tests::notices::{HEADER, prepared_of, row};
use crate::staff::tests::{protected_household, server};
use crate::testing::TestServer;

async fn desk(server: &TestServer) -> Program {
    let section = server.db.here.sections[0].id;
    Program::with(server, Role::FrontDesk, section, &Scope::ALL).await
}

async fn put(program: &Program, key: &str, query: &str, file: &str) -> Answer {
    let headers = [("content-type", "text/csv"), ("idempotency-key", key)];
    let path = format!("/api/v1/notices?{query}");
    program
        .send(axum::http::Method::POST, &path, &headers, file.to_owned().into())
        .await
}

fn file(rows: &[String]) -> String {
    format!("{HEADER}\r\n{}\r\n", rows.join("\r\n"))
}

async fn items(program: &Program, query: &str) -> Vec<Value> {
    let answer = program.get(&format!("/api/v1/notices?{query}")).await;
    answer.is(200).json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_file_is_taken_once_however_often_it_is_sent() {
    let server = server().await;
    let program = desk(&server).await;
    let today = server.state.clock.today().to_string();
    let visits = file(&[row("A-1", &today)]);
    let first = put(&program, "a", "mapping=one_stop_visit", &visits).await;
    assert_eq!(first.is(200).json()["new"], 1);
    let again = put(&program, "a", "mapping=one_stop_visit", &visits).await;
    assert_eq!(again.is(200).json(), first.json());
    let repeated = put(&program, "b", "mapping=one_stop_visit", &visits).await;
    assert_eq!(repeated.is(200).json()["same"], 1);
    assert_eq!(repeated.json()["sha256"], first.json()["sha256"]);
    put(
        &program,
        "a",
        "mapping=one_stop_visit",
        &file(&[row("A-2", &today)]),
    )
    .await
    .is(422)
    .problem("idempotency_key_reused");
    assert_eq!(items(&program, "limit=10").await.len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_by_its_place_and_stops_it_unless_said_otherwise() {
    let server = server().await;
    let program = desk(&server).await;
    let today = server.state.clock.today().to_string();
    let mixed = file(&[row("A-1", &today), row("", &today), row("A-3", "いつか")]);
    let refused = put(&program, "a", "mapping=one_stop_visit", &mixed).await;
    refused.is(422).problem("invalid_input");
    assert_eq!(refused.json()["errors"][0]["pointer"], "/3/受付番号");
    assert!(!refused.json().to_string().contains("花子"));
    assert!(items(&program, "").await.is_empty());
    let taken = put(&program, "a", "mapping=one_stop_visit&partial=true", &mixed).await;
    assert_eq!(taken.is(200).json()["new"], 2);
    let told = taken.json()["problems"].as_array().unwrap().clone();
    for place in ["/3/受付番号", "/4/来庁予定日"] {
        assert!(
            told.iter().any(|one| one["pointer"] == place),
            "{place}: {told:?}"
        );
    }
    for (query, sent, status) in [
        ("mapping=nothing", "x", 422),
        ("", "x", 422),
        ("mapping=one_stop_visit&patial=true", "x", 422),
        ("mapping=one_stop_visit", "", 422),
        ("mapping=myna_portal", "no zip", 422),
    ] {
        put(&program, "c", query, sent).await.is(status);
    }
    let json = [("idempotency-key", "d")];
    program
        .post("/api/v1/notices?mapping=one_stop_visit", &json, &json!({}))
        .await
        .is(415);
}

#[tokio::test]
async fn notices_are_found_by_number_day_and_state_page_by_page() {
    let server = server().await;
    let program = desk(&server).await;
    let today = server.state.clock.today();
    let tomorrow = today.succ_opt().unwrap();
    let rows: Vec<String> = (1..=5)
        .map(|n| {
            row(
                &format!("A-{n}"),
                &if n < 3 { today } else { tomorrow }.to_string(),
            )
        })
        .collect();
    put(&program, "a", "mapping=one_stop_visit", &file(&rows))
        .await
        .is(200);
    assert_eq!(items(&program, "receipt_number=A-4").await.len(), 1);
    let day = format!("visit_from={today}&visit_until={today}");
    assert_eq!(items(&program, &day).await.len(), 2);
    assert_eq!(
        items(&program, "state=received&source=one_stop_visit")
            .await
            .len(),
        5
    );
    assert!(items(&program, "state=visited").await.is_empty());
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = program.get(&format!("/api/v1/notices?limit=2{cursor}")).await;
        let page = page.is(200).json();
        let ids = page["items"].as_array().unwrap();
        seen.extend(ids.iter().map(|one| one["receipt_number"].clone()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    seen.sort_by_key(ToString::to_string);
    assert_eq!(seen, ["A-1", "A-2", "A-3", "A-4", "A-5"]);
    for wrong in [
        "state=x",
        "source=x",
        "visit_from=x",
        "receipt_number=",
        "day=today",
    ] {
        program.get(&format!("/api/v1/notices?{wrong}")).await.is(422);
    }
}

#[tokio::test]
async fn a_notice_becomes_one_case_with_what_it_told() {
    let server = server().await;
    let program = desk(&server).await;
    let today = server.state.clock.today().to_string();
    put(
        &program,
        "a",
        "mapping=one_stop_visit",
        &file(&[row("A-1", &today)]),
    )
    .await
    .is(200);
    let id = items(&program, "receipt_number=A-1").await[0]["id"].clone();
    let path = format!("/api/v1/notices/{}", id.as_str().unwrap());
    let told = program.get(&path).await.is(200).json();
    assert_eq!(told["people"][1]["name"]["written"], "見本　一郎");
    assert_eq!(told["others"]["ひとこと"], "駐車場を使います");
    let begin = format!("{path}/case");
    let wrong = json!({ "moved_on": "R8.13.1", "visitor": {} });
    let refused = program.post(&begin, &[("idempotency-key", "b")], &wrong).await;
    assert_eq!(refused.is(422).json()["errors"][0]["pointer"], "/moved_on");
    let visit = json!({ "visitor": { "identity": "individual_number_card" } });
    let made = program.post(&begin, &[("idempotency-key", "b")], &visit).await;
    let case = made.is(201).json();
    assert_eq!(case["events"], json!(["move_in"]));
    assert_eq!(case["members"].as_array().unwrap().len(), 2);
    assert_eq!(case["new_address"]["building"], "見本荘");
    let again = program.post(&begin, &[("idempotency-key", "b")], &visit).await;
    assert_eq!(again.is(201).json(), case, "the same key makes no second case");
    program
        .post(&begin, &[("idempotency-key", "c")], &visit)
        .await
        .is(409)
        .problem("conflict");
    let now = program.get(&path).await.json();
    assert_eq!(now["notice"]["state"], "visited");
    assert_eq!(now["notice"]["case_id"], case["id"]);
}

/// A notice with people and an address, as the store has it.
async fn noticed(
    server: &TestServer,
    change: impl FnOnce(&mut madoguchi_model::prepared_case::PreparedCase),
) -> Uuid {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let mut case = prepared_of("見本　花子");
    change(&mut case);
    let document = NewDocument {
        name: "x",
        digest: "00",
        bytes: b"x",
        by: None,
    };
    portal_notices::receive(&mut tx, &document, &[case])
        .await
        .unwrap();
    let filter = NoticeFilter {
        limit: 1,
        ..NoticeFilter::default()
    };
    let id = portal_notices::list(&mut tx, &filter).await.unwrap().remove(0).id;
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn who_of_the_register_takes_part_is_said_and_never_guessed() {
    let server = server().await;
    let program = desk(&server).await;
    let members = &server.db.here.household.members;
    let (name, birth) = (
        members[0].names.name.written.clone(),
        members[0].birth_date.clone(),
    );
    let today = server.state.clock.today();
    let id = noticed(&server, |case| {
        case.events = vec![LifeEvent::MoveOut];
        case.people[0].name.written = name;
        case.people[0].birth_date = Some(birth);
        case.moved_on = Some(today);
        case.new_address = Some(madoguchi_model::address::Address {
            prefecture: "千葉県".into(),
            city: "船橋市".into(),
            town: "本町".into(),
            block: "1番1号".into(),
            ..madoguchi_model::address::Address::default()
        });
    })
    .await;
    let path = format!("/api/v1/notices/{id}");
    let may_be = program.get(&path).await.is(200).json()["residents"].clone();
    assert_eq!(may_be[0]["id"], members[0].id.to_string());
    let visitor = json!({ "resident_id": members[0].id, "identity": "individual_number_card" });
    for (body, pointer) in [
        (json!({ "visitor": visitor }), "/resident_id"),
        (
            json!({ "resident_id": members[0].id, "visitor": visitor }),
            "/members",
        ),
        (
            json!({ "resident_id": server.db.there.household.members[0].id, "visitor": visitor }),
            "/resident_id",
        ),
    ] {
        let refused = program
            .post(&format!("{path}/case"), &[("idempotency-key", "k")], &body)
            .await;
        let errors = refused.is(422).json()["errors"].clone();
        assert_eq!(errors[0]["pointer"], pointer, "{errors}");
    }
    let said = json!({ "resident_id": members[0].id, "members": [members[0].id], "visitor": visitor });
    let made = program
        .post(&format!("{path}/case"), &[("idempotency-key", "k")], &said)
        .await;
    let case = made.is(201).json();
    assert_eq!(case["events"], json!(["move_out"]));
    let part: Vec<bool> = case["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["takes_part"].as_bool().unwrap())
        .collect();
    assert_eq!(part.iter().filter(|takes| **takes).count(), 1);
}

#[tokio::test]
async fn nothing_is_told_of_where_a_protected_person_is() {
    let server = server().await;
    let member = protected_household(&server).await.members[0].clone();
    let program = desk(&server).await;
    let id = noticed(&server, |case| {
        case.people[0].name.written = member.names.name.written.clone();
        case.people[0].birth_date = Some(member.birth_date.clone());
        case.new_address = Some(member.address.clone());
        case.phone = "090-0000-9999".into();
        case.others.insert("ひとこと".into(), "本町から来ます".into());
    })
    .await;
    let told = program.get(&format!("/api/v1/notices/{id}")).await;
    assert_eq!(told.is(200).json()["withheld"], true);
    let text = told.json().to_string();
    for secret in ["090-0000-9999", "本町から", &*member.address.block] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_section_has_nothing_to_do_with_notices() {
    let server = server().await;
    let id = noticed(&server, |_| ()).await;
    let section = server.db.here.sections[1].id;
    let program = Program::with(&server, Role::BackOffice, section, &Scope::ALL).await;
    program.get("/api/v1/notices").await.is(403);
    program.get(&format!("/api/v1/notices/{id}")).await.is(403);
    put(&program, "a", "mapping=one_stop_visit", "x").await.is(403);
}
