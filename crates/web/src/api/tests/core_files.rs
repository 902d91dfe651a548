//! A core system's program: makes the file, fetches it, answers, and sees the states.

use madoguchi_jobs::{Options, Worker, handlers::DeliverHandOff};
use madoguchi_model::api_client::Scope;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Role;
use madoguchi_store::hand_offs::{self, SectionHandOff};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Program;
use crate::testing::TestServer;

/// Hands the sample's case to a section and has it delivered.
async fn hand_off(server: &TestServer, section: SectionId) {
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let items = [SectionHandOff {
        section_id: section,
        procedures: vec![HandedProcedure {
            procedure: "TK-01".into(),
            name: "転居届".into(),
            residents: Vec::new(),
        }],
    }];
    let by = here.staff(Role::FrontDesk).id;
    madoguchi_store::edit_leases::take(&mut tx, here.case.id, by, chrono::TimeDelta::minutes(5), true)
        .await
        .unwrap();
    hand_offs::create(&mut tx, here.case.id, here.case.version, &items, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut worker = Worker::new(server.db.store.clone(), Options::default()).with_handler(DeliverHandOff);
    assert_eq!(worker.round().await, 1);
}

fn answer(row: &Value, result: &str, reason: &str) -> Value {
    json!({ "row_id": row["id"], "result": result, "reason": reason, "at": "2026-04-08T01:10:00Z" })
}

#[tokio::test]
async fn a_program_makes_fetches_and_answers_a_file_once() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    hand_off(&server, section).await;
    let robot = Program::with(&server, Role::BackOffice, section, &Scope::ALL).await;
    let case = server.db.here.case.id;
    let of_case = format!("/api/v1/cases/{case}/core-rows");
    let waiting = robot.get(&of_case).await;
    assert_eq!(waiting.is(200).json()["items"].as_array().unwrap().len(), 4);
    assert_eq!(waiting.json()["items"][0]["state"], "waiting");

    let kind = json!({ "kind": "move_notice" });
    let key = [("idempotency-key", "make-1")];
    let made = robot.post("/api/v1/core-files", &key, &kind).await;
    made.is(200);
    let again = robot.post("/api/v1/core-files", &key, &kind).await;
    assert_eq!(again.is(200).json(), made.json(), "once in effect");
    let next = [("idempotency-key", "make-2")];
    let nothing = robot.post("/api/v1/core-files", &next, &kind).await;
    assert_eq!(nothing.is(200).json()["file"], Value::Null);
    let file = made.json()["file"].clone();
    assert_eq!((&file["number"], &file["rows"]), (&json!(1), &json!(4)));

    let path = format!("/api/v1/core-files/{}", file["id"].as_str().unwrap());
    assert_eq!(robot.get(&path).await.is(200).json(), file);
    let content = robot.get(&format!("{path}/content")).await;
    content.is(200);
    assert_eq!(
        file["sha256"],
        madoguchi_link::hex(&Sha256::digest(&content.bytes))
    );
    assert_eq!(
        content.etag(),
        format!("\"{}\"", file["sha256"].as_str().unwrap())
    );
    let list = robot.get("/api/v1/core-files?kind=move_notice").await;
    assert_eq!(list.is(200).json()["items"], json!([file]));
    robot.get("/api/v1/core-files?knd=x").await.is(422);

    let first = robot.get(&format!("{path}/rows?limit=3")).await.is(200).json();
    let rest = format!("{path}/rows?cursor={}", first["next"].as_str().unwrap());
    let rest = robot.get(&rest).await.is(200).json();
    let rows: Vec<Value> = [&first, &rest]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap().clone())
        .collect();
    let lines: Vec<&Value> = rows.iter().map(|row| &row["line"]).collect();
    assert_eq!(lines, [1, 2, 3, 4]);

    let path = format!("{path}/acknowledgements");
    let answers = json!({ "answers": [
        answer(&rows[0], "provisional", ""),
        answer(&rows[1], "accepted", ""),
        answer(&rows[2], "refused", "続柄が違います"),
    ] });
    let key = [("idempotency-key", "answer-1")];
    let told = robot.post(&path, &key, &answers).await.is(200).json();
    let outcomes: Vec<&Value> = told["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["outcome"])
        .collect();
    assert_eq!(outcomes, ["applied"; 3]);
    assert_eq!(told["results"][2]["state"], "refused");
    let other = [("idempotency-key", "answer-2")];
    let again = robot.post(&path, &other, &answers).await.is(200).json();
    assert_eq!(again["already"], true);
    let states = robot.get(&of_case).await.json();
    let refused = states["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["state"] == "refused");
    assert_eq!(refused.unwrap()["reason"], "続柄が違います");
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_changed() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    hand_off(&server, section).await;
    let robot = Program::with(&server, Role::BackOffice, section, &Scope::ALL).await;
    let key = [("idempotency-key", "a")];
    let unknown = robot
        .post("/api/v1/core-files", &key, &json!({ "kind": "no_such" }))
        .await;
    assert_eq!(unknown.is(422).json()["errors"][0]["pointer"], "/kind");
    let made = robot
        .post("/api/v1/core-files", &key, &json!({ "kind": "move_notice" }))
        .await;
    let path = format!(
        "/api/v1/core-files/{}",
        made.is(200).json()["file"]["id"].as_str().unwrap()
    );
    let rows = robot.get(&format!("{path}/rows")).await.json();
    let row = &rows["items"][0];
    let stranger = json!({ "id": "01900000-0000-7000-8000-000000000001" });
    let late = json!({ "row_id": row["id"], "result": "accepted", "at": "2030-01-01T00:00:00Z" });
    for (answers, pointer) in [
        (json!([]), "/answers"),
        (json!([answer(row, "refused", " ")]), "/answers/0/reason"),
        (
            json!([answer(row, "accepted", ""), answer(&stranger, "accepted", "")]),
            "/answers/1/row_id",
        ),
        (json!([late]), "/answers/0/at"),
    ] {
        let body = json!({ "answers": answers });
        let told = robot.post(&format!("{path}/acknowledgements"), &key, &body).await;
        assert_eq!(told.is(422).json()["errors"][0]["pointer"], pointer);
    }
    let rows = robot.get(&format!("{path}/rows")).await.json();
    assert!(
        rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["state"] == "written")
    );

    let elsewhere = server.db.here.sections[1].id;
    let other = Program::with(&server, Role::BackOffice, elsewhere, &Scope::ALL).await;
    other.get(&path).await.is(403);
    other.get(&format!("{path}/content")).await.is(403);
    assert_eq!(other.get("/api/v1/core-files").await.json()["items"], json!([]));
    let other = Program::with(&server, Role::BackOffice, section, &[Scope::CoreFilesRead]).await;
    other
        .post("/api/v1/core-files", &key, &json!({ "kind": "move_notice" }))
        .await
        .is(403);
}
