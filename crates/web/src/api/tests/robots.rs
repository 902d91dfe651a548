//! Robots' tasks by a program: held by one at a time, answered once, and told when they are lost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use madoguchi_jobs::handlers::DeliverHandOff;
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::robots::Definition;
use madoguchi_model::api_client::Scope;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::staff::Role;
use madoguchi_store::hand_offs::{self, SectionHandOff};
use madoguchi_store::protective_measures::NewMeasure;
use madoguchi_store::robot_definitions::{self, RobotSetting};
use madoguchi_store::{edit_leases, protective_measures};
use serde_json::{Value, json};

use super::Program;
use crate::testing::TestServer;

/// A PNG of one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55\
    \0\0\0\nIDAT\x78\x9C\x63\x60\0\0\0\x02\0\x01\x48\xAF\xA4\x71\0\0\0\0IEND\xAE\x42\x60\x82";

/// A server where the sample's case is handed to the second section, for whose system robots type.
pub(crate) async fn with_tasks() -> TestServer {
    let server = TestServer::new().await;
    let here = &server.db.here;
    let text = Definition::text("sample_national_health")
        .unwrap()
        .replace("\"insurance_pension\"", "\"national_health_insurance\"");
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let setting = RobotSetting {
        kind: "sample_national_health".into(),
        definition: Some(text),
        active: true,
        attempts: None,
    };
    robot_definitions::save(&mut tx, &setting, None).await.unwrap();
    let items = [SectionHandOff {
        section_id: here.sections[1].id,
        procedures: vec![HandedProcedure {
            procedure: "TK-03".into(),
            name: "国民健康保険の住所変更".into(),
            residents: here.household.members[..2]
                .iter()
                .map(|member| member.id)
                .collect(),
        }],
    }];
    let by = here.staff(Role::FrontDesk).id;
    edit_leases::take(&mut tx, here.case.id, by, TimeDelta::minutes(5), true)
        .await
        .unwrap();
    hand_offs::create(&mut tx, here.case.id, here.case.version, &items, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Worker::new(server.db.store.clone(), Options::default())
        .with_handler(DeliverHandOff)
        .round()
        .await;
    server
}

pub(crate) async fn robot(server: &TestServer) -> Program {
    Program::with(
        server,
        Role::BackOffice,
        server.db.here.sections[1].id,
        &[Scope::Robots],
    )
    .await
}

/// Takes tasks with a key.
pub(crate) async fn lease(robot: &Program, key: &str, count: u32) -> Vec<Value> {
    let answer = robot
        .post(
            "/api/v1/robot-tasks/lease",
            &[("idempotency-key", key)],
            &json!({ "count": count }),
        )
        .await;
    answer.is(200).json()["tasks"].as_array().unwrap().clone()
}

fn of(task: &Value, deed: &str) -> String {
    format!("/api/v1/robot-tasks/{}/{deed}", task["id"].as_str().unwrap())
}

fn screenshot() -> Value {
    json!({ "media_type": "image/png", "data": STANDARD.encode(PIXEL) })
}

#[tokio::test]
async fn a_task_is_leased_kept_and_answered_once() {
    let server = with_tasks().await;
    let robot = robot(&server).await;
    let tasks = lease(&robot, "l-1", 1).await;
    let task = &tasks[0];
    assert_eq!(
        lease(&robot, "l-1", 1).await,
        tasks,
        "the same key gives the same task"
    );
    let other = lease(&robot, "l-2", 5).await;
    assert_eq!(other.len(), 1, "the other one");
    assert_ne!(other[0]["id"], task["id"]);
    let named = |task: &Value, name: &str| {
        let fields = task["fields"].as_array().unwrap().iter();
        fields.clone().find(|field| field["name"] == name).unwrap()["value"].clone()
    };
    let name = &server.db.here.household.members[0].names.name.written;
    assert_eq!(named(task, "name"), **name);
    assert_eq!(task["attempt"], 1);

    server.db.clock.advance(TimeDelta::seconds(60));
    let held = json!({ "lease": task["lease"] });
    let kept = robot.post(&of(task, "heartbeat"), &[], &held).await;
    assert_ne!(kept.is(200).json()["lease_until"], task["lease_until"]);
    let shown = robot
        .get(&format!("/api/v1/robot-tasks/{}", task["id"].as_str().unwrap()))
        .await;
    assert_eq!(shown.is(200).json()["fields"], task["fields"], "for the holder");

    let result =
        json!({ "lease": task["lease"], "result": "done", "number": "K-1", "screenshot": screenshot() });
    let key = [("idempotency-key", "r-1")];
    let done = robot.post(&of(task, "result"), &key, &result).await;
    assert_eq!(done.is(200).json()["state"], "done");
    assert_eq!(done.json()["number"], "K-1");
    assert!(done.json()["fields"].is_null());
    let again = robot.post(&of(task, "result"), &key, &result).await;
    assert_eq!((again.is(200).json(), again.etag()), (done.json(), done.etag()));
    robot
        .post(&of(task, "result"), &[("idempotency-key", "r-2")], &result)
        .await
        .is(409)
        .problem("lease_lost");
    let list = robot.get("/api/v1/robot-tasks?state=done").await;
    assert_eq!(list.is(200).json()["items"][0]["number"], "K-1");
    assert!(
        lease(&robot, "l-1", 1).await.is_empty(),
        "it is not held any more"
    );
}

#[tokio::test]
async fn what_is_lost_is_told_and_failures_are_tried_again() {
    let server = with_tasks().await;
    let robot = robot(&server).await;
    let task = lease(&robot, "a", 1).await.remove(0);
    server.db.clock.advance(TimeDelta::seconds(121));
    let held = json!({ "lease": task["lease"] });
    robot
        .post(&of(&task, "heartbeat"), &[], &held)
        .await
        .is(409)
        .problem("lease_lost");
    let second = lease(&robot, "b", 1).await.remove(0);
    assert_eq!(
        (second["id"].clone(), second["maybe_typed"].clone()),
        (task["id"].clone(), json!(true))
    );
    let late = json!({ "lease": task["lease"], "result": "done", "number": "K-1" });
    robot
        .post(&of(&task, "result"), &[("idempotency-key", "r")], &late)
        .await
        .is(409)
        .problem("lease_lost");
    let failed = json!({ "lease": second["lease"], "result": "failed", "reason": "画面が開きません" });
    let answer = robot
        .post(&of(&second, "result"), &[("idempotency-key", "f")], &failed)
        .await;
    assert_eq!(answer.is(200).json()["state"], "waiting");
    assert_eq!(answer.json()["attempts"], 2, "the silent one counts");
    let released = lease(&robot, "c", 5).await;
    assert_eq!(released.len(), 1, "the failed one waits a while");
    let held = json!({ "lease": released[0]["lease"] });
    let back = robot
        .post(
            &of(&released[0], "release"),
            &[("idempotency-key", "back")],
            &held,
        )
        .await;
    assert_eq!(
        (
            back.is(200).json()["state"].clone(),
            back.json()["attempts"].clone()
        ),
        (json!("waiting"), json!(0))
    );
}

#[tokio::test]
async fn what_contradicts_itself_is_told_by_its_place_and_changes_nothing() {
    let server = with_tasks().await;
    let robot = robot(&server).await;
    for body in [
        json!({ "count": 0 }),
        json!({ "count": 21 }),
        json!({ "definition": "none" }),
        json!({ "more": 1 }),
    ] {
        robot
            .post("/api/v1/robot-tasks/lease", &[("idempotency-key", "x")], &body)
            .await
            .is(422)
            .problem("invalid_input");
    }
    let task = lease(&robot, "a", 1).await.remove(0);
    let lease = &task["lease"];
    for (body, pointer) in [
        (json!({ "lease": lease, "result": "done" }), "/number"),
        (
            json!({ "lease": lease, "result": "done", "number": "1", "reason": "x" }),
            "/reason",
        ),
        (json!({ "lease": lease, "result": "refused" }), "/reason"),
        (
            json!({ "lease": lease, "result": "failed", "reason": "x", "number": "1" }),
            "/number",
        ),
        (
            json!({ "lease": lease, "result": "failed", "reason": "a\nb" }),
            "/reason",
        ),
        (json!({ "lease": lease, "result": "maybe" }), "/result"),
        (
            json!({ "lease": lease, "result": "done", "number": "1",
                "screenshot": { "media_type": "image/png", "data": STANDARD.encode(b"<svg/>") } }),
            "/screenshot/data",
        ),
        (
            json!({ "lease": lease, "result": "done", "number": "1",
                "screenshot": { "media_type": "image/svg+xml", "data": "" } }),
            "/screenshot/media_type",
        ),
    ] {
        let answer = robot
            .post(&of(&task, "result"), &[("idempotency-key", "r")], &body)
            .await;
        answer.is(422);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    robot
        .post(
            &of(&task, "result"),
            &[],
            &json!({ "lease": lease, "result": "done", "number": "1" }),
        )
        .await
        .is(400)
        .problem("idempotency_key_required");
    let good = json!({ "lease": lease, "result": "refused", "reason": "資格なし" });
    robot
        .post(&of(&task, "result"), &[("idempotency-key", "r")], &good)
        .await
        .is(200);
}

#[tokio::test]
async fn another_section_or_client_has_no_part_in_it() {
    let server = with_tasks().await;
    let here = &server.db.here;
    let robot = robot(&server).await;
    let task = lease(&robot, "a", 1).await.remove(0);
    let other = Program::with(&server, Role::BackOffice, here.sections[0].id, &[Scope::Robots]).await;
    assert!(lease(&other, "a", 5).await.is_empty());
    let path = format!("/api/v1/robot-tasks/{}", task["id"].as_str().unwrap());
    other.get(&path).await.is(403);
    let held = json!({ "lease": task["lease"] });
    other.post(&of(&task, "heartbeat"), &[], &held).await.is(403);
    let desk = Program::with(&server, Role::FrontDesk, here.sections[1].id, &Scope::ALL).await;
    desk.get("/api/v1/robot-tasks").await.is(403);
    let reader = Program::with(
        &server,
        Role::BackOffice,
        here.sections[1].id,
        &[Scope::QueueRead],
    )
    .await;
    reader.get(&path).await.is(403).problem("insufficient_scope");
    // Another client of the same section sees the task without what is typed, and cannot speak for the holder.
    let second = Program::with(&server, Role::BackOffice, here.sections[1].id, &[Scope::Robots]).await;
    assert!(second.get(&path).await.is(200).json()["fields"].is_null());
    second
        .post(&of(&task, "heartbeat"), &[], &held)
        .await
        .is(409)
        .problem("lease_lost");
}

#[tokio::test]
async fn a_protected_persons_task_is_never_given() {
    let server = with_tasks().await;
    let robot = robot(&server).await;
    let held = lease(&robot, "held", 1).await.remove(0);
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let new = NewMeasure {
        resident: here.household.members[3].id,
        members: Vec::new(),
        from: tx.today(),
        consulted: String::new(),
        remark: String::new(),
        reason: "申出".into(),
    };
    let by = here.staff(Role::SectionChief).id;
    protective_measures::register(&mut tx, &new, by).await.unwrap();
    tx.commit().await.unwrap();
    assert!(lease(&robot, "a", 5).await.is_empty());
    let path = format!("/api/v1/robot-tasks/{}", held["id"].as_str().unwrap());
    assert!(
        robot.get(&path).await.is(200).json()["fields"].is_null(),
        "not even to who holds it"
    );
    assert!(lease(&robot, "held", 1).await.is_empty(), "nor by asking again");
    let by_hand = robot.get("/api/v1/robot-tasks?state=by_hand").await;
    assert_eq!(by_hand.is(200).json()["items"].as_array().unwrap().len(), 1);
}
