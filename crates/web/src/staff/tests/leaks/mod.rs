//! No path shows a protected person's address to anyone while no lift is in force.
//!
//! The paths are the table of routes, so that a new route is tested on the day it is added: its parameters are filled
//! with the ids of everything that hangs on protected people, and a parameter of an unknown kind fails the test. Every
//! answer is read as whoever gets it can read it: words of pages, of PDFs, of data, bytes of pictures, where it
//! redirects to, its headers; and what was logged meanwhile. The test shows first, under a lift, that it can see.

mod forms;
mod logged;
mod paths;
mod readable;
mod world;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Method;
use chrono::TimeDelta;
use madoguchi_model::api_client::CLIENT_ROLES;
use madoguchi_model::staff::Role;

use crate::routes::{Access, table};
use crate::testing::{Answer, Browser};
use logged::Logged;
use paths::Paths;
use readable::secrets_in;
use world::{NAME, World};

/// Everything an answer of a path gives away; one line each.
struct Findings(BTreeSet<String>);

impl Findings {
    /// Reads an answer. A paper drawn as a picture cannot be read: that one is made at all is a finding.
    fn read(&mut self, who: &str, path: &str, route: &str, answer: &Answer) {
        // A paper of the municipality's own is tried with somebody invented.
        let tried = path.starts_with("/admin/own-forms/") && path.contains("/try/");
        for secret in secrets_in(answer).filter(|_| !tried) {
            self.0.insert(format!("{who} {route} ({path}): {secret}"));
        }
        // The world's 個人番号 is sealed with nothing: it cannot be opened.
        if answer.status == 500 && !path.contains("/card/numbers/") {
            self.0.insert(format!("{who} {route} ({path}): a fault"));
        }
    }
}

/// Opens every page and file of these paths; every form on them.
async fn read_everything(
    world: &World,
    browser: &mut Browser,
    who: &str,
    found: &mut Findings,
    visited: &mut BTreeSet<String>,
) {
    let paths = Paths::of(world);
    let mut forms = BTreeSet::new();
    for route in table().iter().filter(|route| route.method == Method::GET) {
        visited.insert(route.to_string());
        for path in paths.fill(route.path) {
            let answer = browser.get(&path).await;
            found.read(who, &path, &route.to_string(), &answer);
            if answer.status == 200 {
                forms.extend(forms::of(&answer));
            }
        }
    }
    for path in world.queries() {
        let answer = browser.get(&path).await;
        found.read(who, &path, "a query", &answer);
    }
    for path in World::searches_by_place() {
        let answer = browser.get(&path).await;
        if answer.html.contains(NAME) {
            found.0.insert(format!(
                "{who} {path}: somebody protected is found by where they live"
            ));
        }
    }
    for form in forms {
        // The session's end is no answer about anybody.
        if form.action == "/sign-out" {
            continue;
        }
        let fields: Vec<_> = form
            .fields
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let answer = browser.post(&form.action, &fields).await;
        found.read(who, &form.action, "a form as it stands", &answer);
        if answer.status == 303 && !answer.location().starts_with("/sign-in") {
            let next = answer.location().to_owned();
            let answer = browser.get(&next).await;
            found.read(who, &next, "what a form leads to", &answer);
        }
    }
}

/// Asks everything of the API as a program.
async fn ask_everything(world: &World, role: Role, found: &mut Findings) -> BTreeSet<String> {
    let (paths, program) = (Paths::of(world), world.program(role).await);
    let mut asked = BTreeSet::new();
    for route in table() {
        if !matches!(route.access, Access::Client(..) | Access::Program) {
            continue;
        }
        asked.insert(route.to_string());
        for path in paths.fill(route.path) {
            let headers = [
                ("content-type", "application/json"),
                ("idempotency-key", "k"),
                ("if-match", "\"1\""),
            ];
            let body = Body::from("{}");
            let answer = program.send(route.method.clone(), &path, &headers, body).await;
            let answer = Answer {
                html: String::from_utf8_lossy(&answer.bytes).into_owned(),
                status: answer.status,
                headers: answer.headers,
                bytes: answer.bytes,
            };
            found.read("a program", &path, &route.to_string(), &answer);
        }
    }
    asked
}

/// Sends every form of the table with nothing in it.
async fn send_nothing(world: &World, role: Role, found: &mut Findings, visited: &mut BTreeSet<String>) {
    let paths = Paths::of(world);
    let mut browser = world.signed_in(role).await;
    for route in table().iter().filter(|route| route.method == Method::POST) {
        visited.insert(route.to_string());
        if route.path == "/sign-out" {
            continue;
        }
        for path in paths.fill(route.path) {
            let answer = browser.post(&path, &[]).await;
            found.read(role.code(), &path, &route.to_string(), &answer);
        }
    }
}

#[tokio::test]
async fn no_path_gives_a_protected_address_away() {
    let logged = Logged::here();
    let world = World::new().await;
    let (mut found, mut visited) = (Findings(BTreeSet::new()), BTreeSet::new());
    for role in Role::ALL {
        // What the one before had in hand is free again.
        world.server().db.clock.advance(TimeDelta::minutes(16));
        let mut browser = world.signed_in(role).await;
        read_everything(&world, &mut browser, role.code(), &mut found, &mut visited).await;
        send_nothing(&world, role, &mut found, &mut visited).await;
    }
    for role in CLIENT_ROLES {
        visited.extend(ask_everything(&world, role, &mut found).await);
    }
    // Whoever keeps the register sees whom it is about, and not where they are.
    let chief = &mut world.server().chief_in_charge().await;
    read_everything(&world, chief, "chief in charge", &mut found, &mut visited).await;
    let nobody = &mut world.server().browser();
    read_everything(&world, nobody, "nobody", &mut found, &mut visited).await;
    let all: BTreeSet<String> = table().iter().map(ToString::to_string).collect();
    assert_eq!(visited, all, "every route is tested");
    let log = logged.text();
    assert!(!log.is_empty(), "the test hears what is logged");
    found
        .0
        .extend(readable::secrets(log.as_bytes()).map(|secret| format!("the log: {secret}")));
    let found: Vec<String> = found.0.into_iter().collect();
    assert!(
        found.is_empty(),
        "{} findings:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// The test would be worth nothing if it could not see: under a lift the same paths do show the addresses.
#[tokio::test]
async fn the_test_sees_what_a_lift_shows() {
    let world = World::new().await;
    world.lift().await;
    let mut programs = Findings(BTreeSet::new());
    for role in CLIENT_ROLES {
        ask_everything(&world, role, &mut programs).await;
    }
    assert_eq!(
        programs.0,
        BTreeSet::new(),
        "a lift is not passed on to other systems"
    );
    let paths = Paths::of(&world);
    let mut browser = world.signed_in(Role::FrontDesk).await;
    let mut seen = BTreeSet::new();
    for route in table().iter().filter(|route| {
        route.method == Method::GET && route.path.contains("{case_id}") && route.access != Access::Anybody
    }) {
        for path in paths.fill(route.path) {
            let answer = browser.get(&path).await;
            if answer.status == 200 && secrets_in(&answer).next().is_some() {
                seen.insert(route.path);
            }
        }
    }
    for path in [
        "/cases/{case_id}",
        "/cases/{case_id}/reception",
        "/cases/{case_id}/applications/{application_id}",
        "/cases/{case_id}/applications/{application_id}/application.json",
        "/cases/{case_id}/applications/{application_id}/application.txt",
        "/cases/{case_id}/applications/{application_id}/pages/{page}",
        "/cases/{case_id}/applications/{application_id}/versions/{version}",
        "/cases/{case_id}/card/readings/{reading_id}/pictures/{which}",
        "/cases/{case_id}/prints/{print_id}/paper.pdf",
    ] {
        assert!(seen.contains(path), "{path} is not read: {seen:#?}");
    }
}
