//! What must hold for every operation, whoever adds one.

use axum::body::Body;
use axum::http::Method;
use madoguchi_model::api_client::{CLIENT_ROLES, Scope};
use madoguchi_model::ids::ApiClientId;
use madoguchi_model::staff::Role;
use madoguchi_store::api_clients::{self, ClientSettings};
use madoguchi_store::testing::Sample;

use super::{Program, client};
use crate::policy::{Relation, may, scopes_for};
use crate::routes::{Access, Route, table};
use crate::testing::{THERE, TestServer};

fn operations() -> Vec<Route> {
    let of_clients = |route: &Route| matches!(route.access, Access::Client(..));
    table().into_iter().filter(of_clients).collect()
}

fn filled(path: &str, of: &Sample) -> String {
    let parts = path.split('/').map(|part| match part {
        "{resident_id}" => of.household.members[0].id.to_string(),
        part if part.starts_with('{') => of.case.id.to_string(),
        part => part.into(),
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn send(program: &Program, route: &Route, path: &str) -> super::caller::Answer {
    let body = match path.rsplit('/').next().unwrap() {
        "send-back" => r#"{"reason": "届出日を確かめてください"}"#,
        "answers" => r#"{"answers": {}}"#,
        "case" => r#"{"visitor": {}}"#,
        "signature" => r#"{"version": 1}"#,
        "acknowledgements" => r#"{"answers": []}"#,
        "heartbeat" | "release" => r#"{"lease": "01920000-0000-7000-8000-000000000000"}"#,
        "result" => r#"{"lease": "01920000-0000-7000-8000-000000000000", "result": "done", "number": "1"}"#,
        _ => "{}",
    };
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", "k"),
        ("if-match", "\"1\""),
    ];
    program
        .send(route.method.clone(), path, &headers, Body::from(body))
        .await
}

#[tokio::test]
async fn without_a_good_token_nothing_is_told() {
    let server = TestServer::new().await;
    let mut program = Program::new(&server);
    for token in ["", "nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        program.token = token.into();
        for route in operations() {
            let answer = send(&program, &route, &filled(route.path, &server.db.here)).await;
            answer.is(401).problem("unauthenticated");
            assert!(
                answer.headers["www-authenticate"]
                    .to_str()
                    .unwrap()
                    .starts_with("Bearer")
            );
        }
    }
}

#[tokio::test]
async fn a_scope_or_a_role_that_is_missing_is_refused() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    for role in CLIENT_ROLES {
        for scope in Scope::ALL {
            let program = Program::with(&server, role, section, &[scope]).await;
            for route in operations() {
                let Access::Client(resource, action) = route.access else {
                    continue;
                };
                let wanted = scopes_for(resource, action).contains(&scope);
                if !wanted || !may(role, Relation::OWN, resource, action) {
                    let answer = send(&program, &route, &filled(route.path, &server.db.here)).await;
                    answer.is(403);
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_another_tenants_is_not_there() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    for role in CLIENT_ROLES {
        let program = Program::with(&server, role, section, &Scope::ALL).await;
        for route in operations().iter().filter(|route| route.path.contains('{')) {
            let Access::Client(resource, action) = route.access else {
                continue;
            };
            if may(role, Relation::OWN, resource, action) {
                let answer = send(&program, route, &filled(route.path, &server.db.there)).await;
                assert!(
                    [404, 403].contains(&answer.status.as_u16()),
                    "{route}: {}",
                    answer.json()
                );
                assert!(
                    resource == crate::policy::Resource::Resident || answer.status == 404,
                    "{route}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_good_in_its_own_municipality_only() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    let program = Program::with(&server, Role::FrontDesk, section, &Scope::ALL).await;
    program.get("/api/v1/cases").await.is(200);
    let elsewhere = program.at(THERE);
    elsewhere.get("/api/v1/cases").await.is(401);
}

async fn change(server: &TestServer, id: ApiClientId, change: impl FnOnce(&mut ClientSettings)) {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let client = api_clients::get(&mut tx, id).await.unwrap().unwrap();
    let mut settings = ClientSettings {
        name: client.name,
        purpose: client.purpose,
        role: client.role,
        section_id: client.section_id,
        scopes: client.scopes,
        requests_per_minute: client.requests_per_minute,
        active: client.active,
    };
    change(&mut settings);
    api_clients::update(&mut tx, id, client.version, &settings)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_stopped_client_and_a_withdrawn_scope_count_at_once() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    let program = Program::with(&server, Role::FrontDesk, section, &Scope::ALL).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = api_clients::list(&mut tx).await.unwrap()[0].id;
    drop(tx);
    program.get("/api/v1/cases").await.is(200);
    change(&server, id, |settings| {
        settings.scopes = vec![Scope::CatalogueRead];
    })
    .await;
    program
        .get("/api/v1/cases")
        .await
        .is(403)
        .problem("insufficient_scope");
    change(&server, id, |settings| settings.active = false).await;
    program.get("/api/v1/catalogue").await.is(401);
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_again() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    let program = Program::with(&server, Role::FrontDesk, section, &Scope::ALL).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = api_clients::list(&mut tx).await.unwrap()[0].id;
    drop(tx);
    change(&server, id, |settings| settings.requests_per_minute = 2).await;
    let first = program.get("/api/v1/catalogue").await;
    assert_eq!(first.headers["ratelimit-limit"], "2");
    assert_eq!(first.headers["ratelimit-remaining"], "1");
    program.get("/api/v1/catalogue").await.is(200);
    let refused = program.get("/api/v1/catalogue").await;
    refused.is(429).problem("rate_limited");
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn nobody_signs_in_as_a_client_and_staff_pages_do_not_know_it() {
    let server = TestServer::new().await;
    let section = server.db.here.sections[0].id;
    let id = client(&server, &server.db.here, Role::FrontDesk, section, &Scope::ALL).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let account = api_clients::get(&mut tx, id).await.unwrap().unwrap().staff_id;
    drop(tx);
    let name = format!("api:{id}");
    let typed = [("name", name.as_str()), ("password", "")];
    server.browser().post("/sign-in", &typed).await.is(422);
    let mut admin = server.signed_in(Role::Administrator).await;
    admin.get("/admin/staff").await.is(200).hides("試験の連携先");
    admin.get(&format!("/admin/staff/{account}")).await.is(404);
    admin
        .post(&format!("/admin/staff/{account}/password"), &[])
        .await
        .is(404);
    admin
        .get("/admin/api-clients")
        .await
        .is(200)
        .shows("試験の連携先");
}

#[tokio::test]
async fn an_unknown_path_and_method_are_problems_too() {
    let server = TestServer::new().await;
    let program = Program::new(&server);
    program.get("/api/v1/nothing").await.is(404).problem("not_found");
    let answer = program
        .send(Method::DELETE, "/api/v1/cases", &[], Body::empty())
        .await;
    answer.is(405).problem("method_not_allowed");
}
