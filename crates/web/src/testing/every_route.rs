//! What must hold for every route of the table, whoever adds one.

use axum::http::Method;
use madoguchi_model::staff::Role;
use madoguchi_store::testing::Sample;

use super::{Answer, Browser, TestServer};
use crate::policy::{Relation, may};
use crate::routes::{Access, Route, table};

/// The path with ids of a tenant's own things in the place of its parameters. A parameter of a kind the
/// sample has none of gets an id of something else: not there, whoever asks.
fn filled(path: &str, of: &Sample) -> String {
    let parts = path.split('/').map(|part| match part {
        "{staff_id}" => of.staff(Role::FrontDesk).id.to_string(),
        "{section_id}" => of.sections[0].id.to_string(),
        "{resident_id}" => of.household.members[0].id.to_string(),
        "{case_id}" => of.case.id.to_string(),
        "{day}" => "2026-01-01".into(),
        part if part.starts_with('{') => of.case.id.to_string(),
        part => part.into(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A page or a form of staff; what programs use is tested beside the API.
fn of_staff(route: &Route) -> bool {
    matches!(route.access, Access::Staff(..))
}

async fn send(browser: &mut Browser, route: &Route, path: &str) -> Answer {
    if route.method == Method::GET {
        browser.get(path).await
    } else {
        browser.post(path, &[]).await
    }
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let server = TestServer::new().await;
    for route in table().iter().filter(|route| of_staff(route)) {
        let path = filled(route.path, &server.db.here);
        let answer = send(&mut server.browser(), route, &path).await;
        assert_eq!(answer.status, 303, "{route}");
        assert!(
            answer.location().starts_with("/sign-in"),
            "{route}: {}",
            answer.location()
        );
    }
}

#[tokio::test]
async fn a_role_without_permission_is_refused_and_told_what_to_do() {
    let server = TestServer::new().await;
    for role in Role::ALL {
        let mut browser = server.signed_in(role).await;
        for route in &table() {
            let Access::Staff(resource, action) = route.access else {
                continue;
            };
            if !may(role, Relation::OWN, resource, action) {
                let path = filled(route.path, &server.db.here);
                send(&mut browser, route, &path)
                    .await
                    .is(403)
                    .shows("権限がありません");
            }
        }
    }
}

#[tokio::test]
async fn what_is_another_tenants_is_not_there() {
    let server = TestServer::new().await;
    for role in Role::ALL {
        for route in table().iter().filter(|route| route.path.contains('{')) {
            let Access::Staff(resource, action) = route.access else {
                continue;
            };
            if may(role, Relation::OWN, resource, action) {
                let mut browser = server.signed_in(role).await;
                let path = filled(route.path, &server.db.there);
                let answer = send(&mut browser, route, &path).await;
                assert_eq!(
                    answer.status,
                    404,
                    "{role:?} {route}: {} {}",
                    answer.location(),
                    answer.html
                );
                answer.shows("ページが見つかりません");
            }
        }
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_or_without_its_token_is_refused() {
    let server = TestServer::new().await;
    let forms =
        |route: &&Route| route.method == Method::POST && (of_staff(route) || route.access == Access::Anybody);
    for route in table().iter().filter(forms) {
        let path = filled(route.path, &server.db.here);
        let mut foreign = server.signed_in(Role::FrontDesk).await;
        foreign.origin = "http://elsewhere.localhost".into();
        send(&mut foreign, route, &path)
            .await
            .is(403)
            .shows("送信を確かめられませんでした");
        if route.access != Access::Anybody {
            let mut forged = server.signed_in(Role::FrontDesk).await;
            forged.csrf = "forged".into();
            send(&mut forged, route, &path)
                .await
                .is(403)
                .shows("送信を確かめられませんでした");
        }
    }
}

#[tokio::test]
async fn a_path_that_is_no_id_is_not_there() {
    let server = TestServer::new().await;
    for role in Role::ALL {
        let mut browser = server.signed_in(role).await;
        for route in table().iter().filter(|route| route.path.contains('{')) {
            let Access::Staff(resource, action) = route.access else {
                continue;
            };
            if may(role, Relation::OWN, resource, action) {
                let path = route.path.replace(['{', '}'], "");
                let answer = send(&mut browser, route, &path).await;
                assert_eq!(answer.status, 404, "{route}");
            }
        }
    }
}
