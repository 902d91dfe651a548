//! What is told when a card cannot be read.

use serde_json::{Value, json};

use crate::support::{Bridge, Card, Desk, NUMBER_B, PIN, Trouble};

fn bridge_with(card: Card) -> Bridge {
    let desk = Desk::with(&["R1"]);
    desk.put("R1", card);
    Bridge::start(&desk)
}

fn bridge() -> Bridge {
    bridge_with(Card::new())
}

fn by_b() -> Value {
    json!({ "want": ["attributes"], "method": "verification_number_b", "verification_number_b": NUMBER_B })
}

/// Asks, and says what came of it: code, tries left, text.
fn failed(bridge: &Bridge, request: &Value) -> (String, Value) {
    let answer = bridge.ask(request);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let state = answer.json();
    let answer = bridge.fetch(state["id"].as_str().unwrap());
    let failed = &answer.json()["outcome"]["failed"];
    assert!(
        failed["message"].as_str().unwrap().ends_with(['。', '）']),
        "{failed}"
    );
    if state["outcome"] != Value::Null {
        assert_eq!(
            state["outcome"]["failed"], *failed,
            "the first answer says what the second does"
        );
    }
    (
        failed["code"].as_str().unwrap().to_owned(),
        failed["remaining_tries"].clone(),
    )
}

/// The same for what is typed into a window.
fn failed_typing(bridge: &Bridge, want: &[&str], method: &str, form: &str) -> (String, Value, String) {
    let (id, window) = bridge.open(want, method);
    let page = bridge.submit(&window, form);
    assert_eq!(page.status, 200, "{}", page.body);
    let failed = &bridge.fetch(&id).json()["outcome"]["failed"];
    (
        failed["code"].as_str().unwrap().to_owned(),
        failed["remaining_tries"].clone(),
        page.body,
    )
}

#[test]
fn what_lies_on_the_readers_is_told_apart() {
    let desk = Desk::with(&[]);
    let bridge = Bridge::start(&desk);
    let code = |readers: &[(&str, &str)]| {
        drop(bridge.events_from(readers));
        failed(&bridge, &by_b()).0
    };
    assert_eq!(code(&[]), "no_reader");
    desk.take("R1");
    assert_eq!(code(&[("R1", "none")]), "no_card");
    desk.put("R1", Card::other());
    assert_eq!(code(&[("R1", "other_card")]), "other_card");
    desk.put("R2", Card::new());
    assert_eq!(
        code(&[("R1", "other_card"), ("R2", "my_number_card")]),
        "several_cards"
    );
    let mut named = by_b();
    named["reader"] = "R3".into();
    assert_eq!(failed(&bridge, &named).0, "no_reader");
    named["reader"] = "R2".into();
    let answer = bridge.ask(&named).json();
    assert!(bridge.fetch(answer["id"].as_str().unwrap()).json()["outcome"]["read"].is_object());
    desk.service(true);
    bridge.events().until(&json!({ "service": "gone" }));
    assert_eq!(failed(&bridge, &by_b()).0, "reader_gone");
}

#[test]
fn what_goes_wrong_on_the_way_is_told_apart() {
    for (trouble, code) in [
        (Trouble::Removed, "card_removed"),
        (Trouble::Unplugged, "reader_gone"),
        (Trouble::InUse, "card_in_use"),
        (Trouble::Nonsense, "unreadable"),
    ] {
        let bridge = bridge();
        drop(bridge.events_from(&[("R1", "my_number_card")]));
        bridge.desk.trouble(trouble);
        assert_eq!(failed(&bridge, &by_b()).0, code);
        // The next reading goes well once the trouble is over.
        bridge.desk.trouble(Trouble::None);
        let id = bridge.ask(&by_b()).json()["id"].as_str().unwrap().to_owned();
        assert!(
            bridge.fetch(&id).json()["outcome"]["read"].is_object(),
            "after {code}"
        );
    }
}

#[test]
fn a_card_taken_away_while_the_resident_types_is_missed() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "pin");
    bridge.desk.take("R1");
    assert!(
        bridge
            .submit(&window, &format!("pin={PIN}"))
            .body
            .contains("カードを置きなおして")
    );
    assert_eq!(bridge.fetch(&id).code(), "no_card");
}

#[test]
fn a_wrong_pin_uses_one_try_up_and_says_how_many_are_left() {
    let bridge = bridge();
    let (code, left, page) = failed_typing(&bridge, &["attributes"], "pin", "pin=0000");
    assert_eq!((code.as_str(), left), ("wrong_secret", json!(2)));
    assert!(page.contains("あと2回"), "{page}");
    assert_eq!(
        bridge.desk.card("R1", |card| (card.tried, card.pin_tries())),
        (1, 2)
    );
    let (_, window) = bridge.open(&["attributes"], "pin");
    assert!(bridge.look(&window).body.contains("のこり<strong>2回</strong>"));
}

#[test]
fn the_last_try_is_never_used_up() {
    let bridge = bridge_with(Card::new().left(1));
    for (want, method) in [
        ("attributes", "pin"),
        ("authentication", "pin"),
        ("signature", "signature_pin"),
        ("individual_number", "verification_number_a"),
        ("face", "verification_number_b"),
    ] {
        let request = json!({ "want": [want], "method": method });
        assert_eq!(failed(&bridge, &request), ("last_try".into(), json!(1)), "{want}");
    }
    assert_eq!(failed(&bridge, &by_b()), ("last_try".into(), json!(1)));
    // Not even where the tries went while the resident was typing.
    let bridge = self::bridge();
    let (id, window) = bridge.open(&["attributes", "authentication"], "pin");
    bridge.desk.put("R1", Card::new().left(1));
    bridge.submit(&window, &format!("pin={PIN}&authentication_pin={PIN}"));
    assert_eq!(bridge.fetch(&id).code(), "last_try");
    assert_eq!(bridge.desk.card("R1", |card| card.tried), 0);
}

#[test]
fn a_blocked_pin_and_a_missing_certificate_are_told_before_anybody_types() {
    let bridge = bridge_with(Card::new().left(0));
    let request = json!({ "want": ["attributes"], "method": "pin" });
    assert_eq!(failed(&bridge, &request), ("blocked".into(), json!(0)));
    let bridge = bridge_with(Card::of_a_child());
    for (want, method) in [("signature", "signature_pin"), ("authentication", "pin")] {
        let request = json!({ "want": [want], "method": method });
        assert_eq!(failed(&bridge, &request).0, "no_certificate", "{want}");
    }
}

#[test]
fn a_number_of_the_wrong_form_does_not_reach_the_card() {
    let bridge = bridge();
    let mut request = by_b();
    request["verification_number_b"] = "5502172035228".into();
    assert_eq!(failed(&bridge, &request).0, "malformed");
    assert_eq!(bridge.desk.card("R1", |card| card.tried), 0);
}
