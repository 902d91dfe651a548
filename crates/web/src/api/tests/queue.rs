//! A section's work by a program: once in effect, however often it is sent.

use madoguchi_model::api_client::Scope;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Role;
use madoguchi_store::hand_offs::{self, SectionHandOff};
use madoguchi_store::queue;
use serde_json::json;

use super::Program;
use crate::testing::TestServer;

/// Hands the sample's case to a section.
async fn hand_off(server: &TestServer, section: SectionId) -> String {
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let items = [SectionHandOff {
        section_id: section,
        procedures: vec![HandedProcedure {
            procedure: "TK-03".into(),
            name: "国民健康保険の住所変更".into(),
            residents: vec![here.household.members[0].id],
        }],
    }];
    let by = here.staff(Role::FrontDesk).id;
    madoguchi_store::edit_leases::take(&mut tx, here.case.id, by, chrono::TimeDelta::minutes(5), true)
        .await
        .unwrap();
    let id = hand_offs::create(&mut tx, here.case.id, here.case.version, &items, by)
        .await
        .unwrap();
    hand_offs::deliver(&mut tx, id).await.unwrap();
    let item = queue::of_case(&mut tx, here.case.id).await.unwrap().remove(0).id;
    tx.commit().await.unwrap();
    format!("/api/v1/queue-items/{item}")
}

#[tokio::test]
async fn work_is_taken_entered_and_finished_once() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[1].id;
    let item = hand_off(&server, section).await;
    let robot = Program::with(&server, Role::BackOffice, section, &Scope::ALL).await;
    let list = robot.get("/api/v1/queue-items?state=received").await;
    assert_eq!(list.is(200).json()["items"].as_array().unwrap().len(), 1);
    let tag = robot.get(&item).await.etag();
    let headers = [("idempotency-key", "take-1"), ("if-match", &*tag)];
    let taken = robot.post(&format!("{item}/take"), &headers, &json!({})).await;
    taken.is(200);
    assert_eq!(taken.json()["state"], "in_review");
    let again = robot.post(&format!("{item}/take"), &headers, &json!({})).await;
    again.is(200);
    assert_eq!((again.json(), again.etag()), (taken.json(), taken.etag()));
    // The same key for something else.
    let other = [("idempotency-key", "take-1"), ("if-match", &*taken.etag())];
    robot
        .post(&format!("{item}/provisional"), &other, &json!({}))
        .await
        .is(422)
        .problem("idempotency_key_reused");
    // An old version.
    let stale = [("idempotency-key", "p-1"), ("if-match", &*tag)];
    robot
        .post(&format!("{item}/provisional"), &stale, &json!({}))
        .await
        .is(412)
        .problem("precondition_failed");
    let right = [("idempotency-key", "p-1"), ("if-match", &*taken.etag())];
    let entered = robot
        .post(&format!("{item}/provisional"), &right, &json!({}))
        .await;
    assert_eq!(entered.is(200).json()["state"], "provisional");
    let right = [("idempotency-key", "c-1"), ("if-match", &*entered.etag())];
    let done = robot.post(&format!("{item}/complete"), &right, &json!({})).await;
    assert_eq!(done.is(200).json()["state"], "completed");
    let case = robot
        .get(&format!("/api/v1/cases/{}", server.db.here.case.id))
        .await;
    assert_eq!(case.is(200).json()["state"], "completed");
}

#[tokio::test]
async fn a_change_says_its_key_and_version() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[1].id;
    let item = hand_off(&server, section).await;
    let robot = Program::with(&server, Role::BackOffice, section, &Scope::ALL).await;
    let take = format!("{item}/take");
    robot
        .post(&take, &[("if-match", "\"1\"")], &json!({}))
        .await
        .is(400)
        .problem("idempotency_key_required");
    robot
        .post(&take, &[("idempotency-key", "a")], &json!({}))
        .await
        .is(428)
        .problem("precondition_required");
    let headers = [("idempotency-key", "a"), ("if-match", "\"nonsense\"")];
    robot.post(&take, &headers, &json!({})).await.is(412);
    let headers = [("idempotency-key", "a"), ("if-match", "\"1\"")];
    robot
        .post(&take, &headers, &json!({ "more": 1 }))
        .await
        .is(422)
        .problem("invalid_input");
}

#[tokio::test]
async fn only_the_own_section_acts_and_a_reason_is_needed_to_send_back() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[1].id;
    let item = hand_off(&server, section).await;
    let other = Program::with(
        &server,
        Role::BackOffice,
        server.db.here.sections[0].id,
        &Scope::ALL,
    )
    .await;
    let headers = [("idempotency-key", "a"), ("if-match", "\"1\"")];
    other.get(&item).await.is(403);
    other
        .post(&format!("{item}/take"), &headers, &json!({}))
        .await
        .is(403);
    let robot = Program::with(&server, Role::BackOffice, section, &Scope::ALL).await;
    let taken = robot.post(&format!("{item}/take"), &headers, &json!({})).await;
    taken.is(200);
    let headers = [("idempotency-key", "b"), ("if-match", &*taken.etag())];
    let back = format!("{item}/send-back");
    robot
        .post(&back, &headers, &json!({ "reason": " " }))
        .await
        .is(422);
    let sent = robot
        .post(&back, &headers, &json!({ "reason": "届出日を確かめてください" }))
        .await;
    assert_eq!(sent.is(200).json()["state"], "sent_back");
}
