//! A case from its opening to the sections, by a program alone.

use madoguchi_model::api_client::Scope;
use madoguchi_model::resident::ProtectiveMeasure;
use madoguchi_model::staff::Role;
use serde_json::{Value, json};

use super::Program;
use super::caller::Answer;
use crate::staff::tests::server;
use crate::testing::TestServer;

async fn desk(server: &TestServer) -> Program {
    Program::with(
        server,
        Role::FrontDesk,
        server.db.here.sections[0].id,
        &Scope::ALL,
    )
    .await
}

/// The sample's household moves within the municipality.
fn moving(server: &TestServer) -> Value {
    let members = &server.db.here.household.members;
    json!({
        "events": ["move_within"],
        "resident_id": members[0].id,
        "members": members.iter().map(|member| member.id).collect::<Vec<_>>(),
        "moved_on": server.state.clock.today(),
        "new_address": { "town": "みほんだい", "block": "2番3号", "building": "見本ハイツ101" },
        "visitor": { "resident_id": members[0].id, "phone": "090-0000-1234", "identity": "individual_number_card" },
    })
}

async fn post(program: &Program, key: &str, path: &str, body: &Value) -> Answer {
    program.post(path, &[("idempotency-key", key)], body).await
}

async fn opened(program: &Program, server: &TestServer) -> String {
    let made = post(program, "open", "/api/v1/cases", &moving(server)).await;
    made.is(201).headers["location"].to_str().unwrap().to_owned()
}

/// No, or not known, to whatever is still asked.
fn no_to_all(guidance: &Value) -> Value {
    let questions = guidance["questions"].as_array().unwrap();
    let answers = questions.iter().map(|question| {
        let answer = if question["kind"] == "yes_no" {
            json!(false)
        } else {
            json!("not_known")
        };
        (question["key"].as_str().unwrap().to_owned(), answer)
    });
    json!({ "answers": answers.collect::<serde_json::Map<_, _>>() })
}

#[tokio::test]
async fn a_program_brings_a_case_to_the_sections_and_nothing_happens_twice() {
    let server = server().await;
    let program = desk(&server).await;
    let case = opened(&program, &server).await;
    let again = post(&program, "open", "/api/v1/cases", &moving(&server)).await;
    assert_eq!(again.is(201).headers["location"], *case);
    for round in 0.. {
        let guidance = program.get(&format!("{case}/judgements")).await.json();
        if guidance["questions"].as_array().unwrap().is_empty() {
            break;
        }
        assert!(round < 20, "{guidance}");
        let key = format!("answers-{round}");
        let answered = post(&program, &key, &format!("{case}/answers"), &no_to_all(&guidance)).await;
        answered.is(200);
    }
    let made = post(&program, "make", &format!("{case}/applications"), &json!({})).await;
    let applications = made.is(200).json()["items"].as_array().unwrap().clone();
    assert!(!applications.is_empty());
    let hand_off = format!("{case}/hand-off");
    let tag = program.get(&case).await.etag();
    let headers = [("idempotency-key", "off-1"), ("if-match", &*tag)];
    let stopped = program
        .post(&hand_off, &headers, &json!({ "confirmed": true }))
        .await;
    stopped.is(422);
    assert!(
        stopped.json()["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("署名がまだです")
    );
    for application in &applications {
        let path = format!(
            "{case}/applications/{}/signature",
            application["id"].as_str().unwrap()
        );
        let body = json!({ "version": application["version"] });
        let key = format!("sign-{}", application["id"]).replace('"', "");
        post(&program, &key, &path, &body).await.is(200);
    }
    let tag = program.get(&case).await.etag();
    let headers = [("idempotency-key", "off-2"), ("if-match", &*tag)];
    let done = program
        .post(&hand_off, &headers, &json!({ "confirmed": true }))
        .await;
    assert_eq!(done.is(200).json()["state"], "handed_off");
    let again = program
        .post(&hand_off, &headers, &json!({ "confirmed": true }))
        .await;
    assert_eq!(again.is(200).json(), done.json());
    // What is with the sections is not changed any more.
    post(&program, "late", &format!("{case}/applications"), &json!({}))
        .await
        .is(409);
}

#[tokio::test]
async fn mistakes_say_where_they_stand_in_what_was_sent() {
    let server = server().await;
    let program = desk(&server).await;
    let mut body = moving(&server);
    body["moved_on"] = "R8.13.1".into();
    body["new_address"]["town"] = "どこか".into();
    body["visitor"]["phone"] = "電話なし".into();
    let refused = post(&program, "a", "/api/v1/cases", &body).await;
    refused.is(422).problem("invalid_input");
    let errors = refused.json()["errors"].clone();
    let pointers: Vec<&str> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["pointer"].as_str().unwrap())
        .collect();
    for pointer in ["/moved_on", "/new_address/town", "/visitor/phone"] {
        assert!(pointers.contains(&pointer), "{pointer}: {errors}");
    }
    let mut nobody = moving(&server);
    nobody["resident_id"] = json!(server.db.there.household.members[0].id);
    let refused = post(&program, "n", "/api/v1/cases", &nobody).await;
    assert_eq!(refused.is(422).json()["errors"][0]["pointer"], "/resident_id");
    // The key is free again, since nothing was done.
    post(&program, "a", "/api/v1/cases", &moving(&server))
        .await
        .is(201);
    let case = opened(&program, &server).await;
    let wrong = json!({ "answers": { "visit/no_such_fact": true } });
    let refused = post(&program, "b", &format!("{case}/answers"), &wrong).await;
    assert_eq!(
        refused.is(422).json()["errors"][0]["pointer"],
        "/answers/visit~1no_such_fact"
    );
}

#[tokio::test]
async fn someone_like_a_resident_is_asked_about_by_id_alone() {
    let server = server().await;
    let program = desk(&server).await;
    let known = &server.db.here.household.members[0];
    let name = &known.names.name;
    let mut body = json!({
        "events": ["move_in"],
        "people": [{
            "name": name.written, "kana": name.kana, "birth_date": known.birth_date.known().unwrap(),
            "sex": known.sex.code(), "relationship": "世帯主",
        }],
        "domicile": "見本県見本市本町一丁目1番地", "register_head": name.written,
        "moved_on": server.state.clock.today(),
        "new_address": { "town": "みほんだい", "block": "2番3号" },
        "former_address": { "city": "千葉県船橋市", "rest": "中央1番1号" },
        "former_head": name.written,
        "visitor": { "person": 0, "phone": "090-0000-1234", "identity": "individual_number_card" },
    });
    let asked = post(&program, "a", "/api/v1/cases", &body).await;
    asked.is(422);
    let errors = asked.json()["errors"].clone();
    assert_eq!(errors[0]["pointer"], "/other_people", "{errors}");
    assert!(
        errors[0]["message"]
            .as_str()
            .unwrap()
            .contains(&known.id.to_string())
    );
    assert!(!errors.to_string().contains(&name.written));
    body["other_people"] = json!([known.id]);
    post(&program, "a", "/api/v1/cases", &body).await.is(201);
}

#[tokio::test]
async fn a_search_finds_by_words_in_the_body_and_withholds_what_is_protected() {
    let server = server().await;
    let program = desk(&server).await;
    let known = &server.db.here.household.members[0];
    let words = json!({ "words": known.names.name.kana });
    let found = program.post("/api/v1/residents/search", &[], &words).await;
    let items = found.is(200).json()["items"].as_array().unwrap().clone();
    let hit = items
        .iter()
        .find(|item| item["id"] == known.id.to_string())
        .unwrap();
    assert_eq!(
        hit["address"]["withheld"],
        known.protective_measure != ProtectiveMeasure::None
    );
    for (words, status) in [
        ("", 422),
        ("昭和55年 1980-01-01", 422),
        ("だれもいないなまえ", 200),
    ] {
        let answer = program
            .post("/api/v1/residents/search", &[], &json!({ "words": words }))
            .await;
        answer.is(status);
    }
    let section = Program::with(
        &server,
        Role::BackOffice,
        server.db.here.sections[1].id,
        &Scope::ALL,
    )
    .await;
    section
        .post("/api/v1/residents/search", &[], &json!({ "words": "ミホン" }))
        .await
        .is(403);
}
