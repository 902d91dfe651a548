//! Two readers of cards agree.

use serde_json::{Value, json};

use crate::desk::Running;

#[test]
fn an_independent_reader_and_our_own_read_the_same_bytes() {
    let Some(desk) = Running::start() else { return };
    desk.put(1, "sato");
    let theirs = desk.inside("read_with_myna_card", &[("READER", "1")]);
    let ours = desk.inside("read_with_our_own", &[("READER", "1")]);
    assert_eq!(theirs, ours);
    assert_eq!(theirs["name"], "佐藤　花子");
    assert_eq!(theirs["number"], "900000000010");
    assert_eq!(theirs["number_refused"], true);
    assert_eq!(theirs["by_number"], theirs["by_pin"]);
    for read in ["by_pin", "record", "certificate", "signature"] {
        assert!(theirs[read].as_array().unwrap().len() > 80, "{read}");
    }
}

#[test]
fn a_card_pulled_out_and_a_service_stopped_are_noticed() {
    let Some(desk) = Running::start() else { return };
    assert_eq!(
        desk.inside("list_readers", &[]),
        json!(["Virtual PCD 00 00", "Virtual PCD 00 01"])
    );
    desk.put(0, "sato");
    assert_eq!(
        desk.post("/readers/0/remove-after", &json!({ "commands": 7 })),
        204
    );
    let error = desk.inside("read_until_it_fails", &[("READER", "0")]);
    assert_eq!(error, "Transport(CardRemoved)");
    assert_eq!(desk.get("/readers")["readers"][0]["person"], Value::Null);
    desk.inside("wait_for_no_card", &[("READER", "0")]);
    desk.put(0, "sato");
    assert_eq!(desk.post("/readers/stop", &json!({})), 204);
    let (_, said) = desk.run("opensc-tool", &["--list-readers"]);
    assert!(!said.contains("Virtual PCD"), "{said}");
    assert_eq!(desk.post("/readers/start", &json!({})), 204);
    // The card lies where it lay.
    desk.inside("wait_for_card", &[("READER", "0")]);
    desk.take(0);
}
