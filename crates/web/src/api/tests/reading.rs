//! Reading: catalogue, judgements, cases, residents, statistics.

use madoguchi_model::api_client::Scope;
use madoguchi_model::staff::Role;
use serde_json::json;

use super::Program;
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

#[tokio::test]
async fn a_situation_is_judged_without_a_case() {
    let server = TestServer::new().await;
    let program = desk(&server).await;
    let situation = json!({
        "reference_date": "2026-11-24",
        "events": ["move_within"],
        "visit": { "moved_on": "2026-11-20" },
        "members": [{ "id": "1", "moves": true, "birth_date": "1980-04-01" }],
    });
    let answer = program.post("/api/v1/judgements", &[], &situation).await;
    answer.is(200);
    let body = answer.json();
    let of = |id: &str| {
        let judgements = body["judgements"].as_array().unwrap();
        judgements
            .iter()
            .find(|one| one["procedure"] == id)
            .cloned()
            .unwrap()
    };
    assert_eq!(of("TK-01")["result"], "required");
    assert_eq!(of("TK-01")["deadline"]["date"], "2026-12-04");
    assert!(!body["questions"].as_array().unwrap().is_empty());
    let procedure = program.get("/api/v1/catalogue/procedures/TK-01").await;
    assert_eq!(procedure.is(200).json()["name"], of("TK-01")["name"]);
    program.get("/api/v1/catalogue/procedures/XX-99").await.is(404);
    assert!(
        program.get("/api/v1/catalogue/facts").await.json()["items"]
            .as_array()
            .unwrap()
            .len()
            > 100
    );
}

#[tokio::test]
async fn mistakes_are_told_with_their_place_and_without_what_was_sent() {
    let server = TestServer::new().await;
    let program = desk(&server).await;
    let wrong = json!({
        "events": ["moving"],
        "members": [{ "id": "1", "birth_date": "昭和55年見本太郎" }],
    });
    let answer = program.post("/api/v1/judgements", &[], &wrong).await;
    answer.is(422).problem("invalid_input");
    let errors = answer.json()["errors"].clone();
    let pointers: Vec<&str> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert!(
        pointers.contains(&"/events/0") && pointers.contains(&"/members/0/birth_date"),
        "{pointers:?}"
    );
    program
        .post_raw("/api/v1/judgements", "application/json", "{")
        .await
        .is(400)
        .problem("bad_request");
    program
        .post_raw("/api/v1/judgements", "text/plain", "{}")
        .await
        .is(415);
    let long = format!("{{\"events\": [\"{}\"]}}", "x".repeat(crate::gate::MAX_BODY));
    program
        .post_raw("/api/v1/judgements", "application/json", &long)
        .await
        .is(413);
    let far = json!({ "reference_date": "1900-01-01", "events": ["move_in"], "members": [] });
    program.post("/api/v1/judgements", &[], &far).await.is(422);
}

#[tokio::test]
async fn cases_are_listed_in_pages_and_read_with_a_version() {
    let server = TestServer::new().await;
    let program = desk(&server).await;
    let list = program.get("/api/v1/cases?limit=1").await;
    list.is(200);
    let id = list.json()["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(id, server.db.here.case.id.to_string());
    let path = format!("/api/v1/cases/{id}");
    let case = program.get(&path).await;
    case.is(200);
    assert_eq!(case.json()["members"].as_array().unwrap().len(), 4);
    let tag = case.etag();
    program.get_with(&path, &[("if-none-match", &tag)]).await.is(304);
    program.get(&format!("{path}/judgements")).await.is(200);
    program.get(&format!("{path}/applications")).await.is(200);
    for wrong in [
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=abc",
        "state=new",
        "stat=open",
        "limit=1&limit=2",
    ] {
        program
            .get(&format!("/api/v1/cases?{wrong}"))
            .await
            .is(422)
            .problem("invalid_input");
    }
    program.get("/api/v1/cases/nothing").await.is(404);
}

#[tokio::test]
async fn a_resident_is_read_with_the_household() {
    let server = TestServer::new().await;
    let program = desk(&server).await;
    let member = &server.db.here.household.members[1];
    let answer = program.get(&format!("/api/v1/residents/{}", member.id)).await;
    answer.is(200);
    assert_eq!(
        answer.json()["resident"]["names"]["name"]["written"],
        member.names.name.written.as_str()
    );
    assert_eq!(answer.json()["household"].as_array().unwrap().len(), 4);
    assert_eq!(answer.json()["resident"]["address"]["withheld"], false);
}

#[tokio::test]
async fn days_are_counted() {
    let server = TestServer::new().await;
    let program = desk(&server).await;
    let answer = program.get("/api/v1/statistics").await;
    answer.is(200);
    let day = answer.json()["days"][0].clone();
    assert_eq!(
        (
            day["opened"].as_i64(),
            day["opened_by_event"]["move_within"].as_i64()
        ),
        (Some(1), Some(1))
    );
    program.get("/api/v1/statistics?from=2026-02-30").await.is(422);
    program
        .get("/api/v1/statistics?from=2020-01-01&to=2026-01-01")
        .await
        .is(422);
    program
        .get("/api/v1/statistics?from=2026-01-02&to=2026-01-01")
        .await
        .is(422);
}

#[tokio::test]
async fn what_a_program_saw_is_in_the_record_under_its_name() {
    let server = TestServer::new().await;
    let program = desk(&server).await;
    let member = &server.db.here.household.members[0];
    program
        .get(&format!("/api/v1/residents/{}", member.id))
        .await
        .is(200);
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let client = madoguchi_store::api_clients::list(&mut tx)
        .await
        .unwrap()
        .remove(0);
    let filter = madoguchi_store::audit::AuditFilter {
        staff: Some(client.staff_id),
        person: Some(member.id),
        limit: 10,
        ..madoguchi_store::audit::AuditFilter::default()
    };
    let entries = madoguchi_store::audit::read(&mut tx, &filter).await.unwrap();
    assert!(
        entries.iter().any(|entry| entry.action == "resident.view"),
        "{entries:?}"
    );
}
