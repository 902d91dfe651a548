//! How long is waited, by a clock that the tests move.

use serde_json::{Value, json};

use crate::support::{Bridge, Card, Desk, NUMBER_B, PIN, Trouble};

fn bridge() -> Bridge {
    let desk = Desk::with(&["R1"]);
    desk.put("R1", Card::new());
    let bridge = Bridge::start(&desk);
    drop(bridge.events_from(&[("R1", "my_number_card")]));
    bridge
}

#[test]
fn a_window_in_which_nothing_is_typed_ends() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "pin");
    bridge.clock.advance(179);
    assert!(bridge.look(&window).body.contains("name=\"pin\""));
    bridge.clock.advance(1);
    assert_eq!(bridge.fetch(&id).code(), "timed_out");
    assert!(bridge.look(&window).body.contains("時間がすぎた"));
    bridge.submit(&window, &format!("pin={PIN}"));
    assert_eq!(bridge.desk.card("R1", |card| card.tried), 0);
}

#[test]
fn a_card_that_says_nothing_is_given_up_and_sent_nothing_more() {
    let bridge = bridge();
    bridge.desk.trouble(Trouble::Silent);
    let (id, window) = bridge.open(&["attributes", "authentication"], "pin");
    std::thread::scope(|scope| {
        let typed = scope.spawn(|| bridge.submit(&window, &format!("pin={PIN}&authentication_pin={PIN}")));
        bridge.desk.until_silent();
        bridge.clock.advance(20);
        assert_eq!(bridge.fetch(&id).code(), "timed_out");
        assert!(typed.join().unwrap().body.contains("時間がすぎた"));
    });
    // The next reading has to wait for the card; when it speaks again, the one given up does not go on.
    bridge.desk.speak();
    let next = json!({ "want": ["attributes"], "method": "verification_number_b", "verification_number_b": NUMBER_B });
    let id = bridge.ask(&next).json()["id"].as_str().unwrap().to_owned();
    assert!(bridge.fetch(&id).json()["outcome"]["read"].is_object());
    assert_eq!(
        bridge.desk.card("R1", |card| card.tried),
        1,
        "only 照合番号B was shown"
    );
}

#[test]
fn an_answer_comes_after_twenty_seconds_without_an_outcome() {
    let bridge = bridge();
    let (id, _) = bridge.open(&["attributes"], "pin");
    let answer = std::thread::scope(|scope| {
        // The looks at the card before the window have waited as long as well.
        bridge.clock.until_waited(20);
        let fetched = scope.spawn(|| bridge.fetch(&id));
        bridge.clock.until_waited(20);
        bridge.clock.advance(20);
        fetched.join().unwrap()
    });
    let state = answer.json();
    assert_eq!((answer.status, &state["outcome"]), (200, &Value::Null));
    assert!(state["window"].as_str().unwrap().starts_with("http://127.0.0.1:"));
}

#[test]
fn what_nobody_fetches_is_wiped_after_a_minute() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "pin");
    bridge.submit(&window, &format!("pin={PIN}"));
    bridge.clock.until_waited(60);
    bridge.clock.advance(59);
    assert!(bridge.look(&window).body.contains("読み取りが終わりました"));
    bridge.clock.advance(1);
    while bridge.look(&window).status != 404 {}
    assert_eq!(bridge.fetch(&id).code(), "no_such_reading");
}
