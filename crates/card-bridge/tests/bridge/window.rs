//! The window, without script: a page with a form.

use crate::support::{Bridge, Call, Card, Desk, PIN};

fn bridge() -> Bridge {
    let desk = Desk::with(&["R1"]);
    desk.put("R1", Card::new());
    let bridge = Bridge::start(&desk);
    drop(bridge.events_from(&[("R1", "my_number_card")]));
    bridge
}

#[test]
fn it_says_who_asks_what_is_read_and_which_pin() {
    let bridge = bridge();
    let (_, window) = bridge.open(&["attributes", "authentication"], "pin");
    let page = bridge.look(&window);
    assert_eq!(
        (page.status, page.header("Content-Type")),
        (200, Some("text/html; charset=utf-8"))
    );
    for said in [
        "lang=\"ja\"",
        "見本市",
        "https://madoguchi.example.lg.jp",
        "お名前、住所、生年月日、性別",
        "ご本人であることの電子証明書",
        "券面事項入力補助用の暗証番号",
        "利用者証明用の暗証番号",
        "のこり<strong>3回</strong>",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let fields = page.body.matches("<input type=\"password\"").count();
    assert_eq!(fields, 2);
    assert_eq!(page.body.matches("autocomplete=\"off\"").count(), fields + 1);
    assert_eq!(page.body.matches("inputmode=\"numeric\"").count(), fields);
    assert!(!page.body.contains("style=") && !page.body.contains("<style") && !page.body.contains("onclick"));
    let scripts: Vec<_> = page
        .body
        .match_indices("<script")
        .map(|(at, _)| &page.body[at..at + 12])
        .collect();
    assert_eq!(scripts, ["<script src="], "no script is inline");
}

#[test]
fn a_title_is_text_and_nothing_else() {
    let bridge = bridge();
    let mut paired = crate::support::pairing();
    paired.document.as_mut().unwrap().title = "<script>alert(1)</script>&\"".into();
    let token = format!("Bearer {}", bridge.token(&paired));
    let request = r#"{"want":["signature"],"method":"signature_pin"}"#;
    let call = bridge
        .call("POST", "/v1/readings")
        .body("application/json", request);
    let answer = bridge.send(&call.header("Authorization", token)).json();
    let window = answer["window"].as_str().unwrap();
    let page = bridge.look(
        window
            .strip_prefix(&format!("http://{}", bridge.address))
            .unwrap(),
    );
    assert!(!page.body.contains("<script>"), "{}", page.body);
    assert!(page.body.contains("alert(1)"));
}

#[test]
fn a_mistake_is_shown_at_its_field_and_does_not_reach_the_card() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "pin");
    let page = bridge.submit(&window, "pin=12a4&action=read");
    assert_eq!(page.status, 422);
    assert!(page.body.contains("id=\"pin-error\"") && page.body.contains("aria-invalid=\"true\""));
    assert!(page.body.contains("role=\"alert\"") && page.body.contains("href=\"#pin\""));
    assert!(!page.body.contains("12a4"), "what was typed is not written back");
    assert_eq!(bridge.desk.card("R1", |card| card.tried), 0);
    // The same window goes on.
    assert_eq!(
        bridge.submit(&window, &format!("pin={PIN}&action=read")).status,
        200
    );
    assert!(bridge.fetch(&id).json()["outcome"]["read"].is_object());
}

#[test]
fn it_can_be_cancelled_and_serves_one_reading_only() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "pin");
    assert!(
        bridge
            .submit(&window, "action=cancel")
            .body
            .contains("取りやめました")
    );
    assert!(
        bridge
            .submit(&window, &format!("pin={PIN}"))
            .body
            .contains("取りやめました")
    );
    assert_eq!(bridge.fetch(&id).code(), "cancelled");
    assert_eq!(bridge.desk.card("R1", |card| card.tried), 0);
    // The officer gives up: the window learns of it.
    let (id, window) = bridge.open(&["attributes"], "pin");
    let call = bridge.call("DELETE", &format!("/v1/readings/{id}"));
    assert_eq!(bridge.send(&call).status, 204);
    assert!(bridge.look(&window).body.contains("取りやめました"));
    assert_eq!(bridge.fetch(&id).code(), "cancelled");
    // A new window puts an end to the one that still waited.
    let (old, _) = bridge.open(&["attributes"], "pin");
    let (_, new) = bridge.open(&["attributes"], "pin");
    assert_eq!(bridge.fetch(&old).code(), "cancelled");
    assert!(bridge.look(&new).body.contains("name=\"pin\""));
    assert_eq!(
        bridge
            .look("/w/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            .status,
        404
    );
}

#[test]
fn only_the_window_itself_sends_its_form() {
    let bridge = bridge();
    let (_, window) = bridge.open(&["attributes"], "pin");
    let call = Call::new("POST", &window).body("application/x-www-form-urlencoded", format!("pin={PIN}"));
    for origin in [
        Some("https://evil.example"),
        Some(crate::support::ORIGIN),
        Some("null"),
        None,
    ] {
        let call = origin.map_or(call.clone(), |origin| call.clone().header("Origin", origin));
        assert_eq!(bridge.send(&call).status, 403, "{origin:?}");
    }
    let own = call.header("Origin", format!("http://{}", bridge.address));
    assert_eq!(bridge.send(&own.clone().body("text/plain", "pin=1")).status, 415);
    let long = format!("pin={PIN}&x={}", "x".repeat(16 * 1024));
    assert_eq!(
        bridge
            .send(&own.clone().body("application/x-www-form-urlencoded", long))
            .status,
        400
    );
    assert_eq!(bridge.desk.card("R1", |card| card.tried), 0);
    assert_eq!(bridge.send(&own).status, 200);
}
