//! What is read, for each way of showing that it may be.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use madoguchi_card::bridge::{OpeningKey, Outcome, State};
use madoguchi_jpki::cms::{Document, DocumentDigest, Rules, verify_detached};
use madoguchi_jpki::{Environment, Profile};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::support::{
    AUTHORITY, Bridge, Card, Desk, FIELDS_B, NUMBER, NUMBER_B, PIN, SIGNATURE_PIN, START, pairing,
};

fn bridge() -> Bridge {
    let desk = Desk::with(&["R1"]);
    desk.put("R1", Card::new());
    let bridge = Bridge::start(&desk);
    drop(bridge.events_from(&[("R1", "my_number_card")]));
    bridge
}

/// What was read, by its names.
fn read(bridge: &Bridge, id: &str) -> Value {
    let answer = bridge.fetch(id);
    assert_eq!(answer.status, 200);
    let json = answer.json();
    assert_eq!(json["window"], Value::Null);
    let state: State = serde_json::from_value(json.clone()).unwrap();
    assert!(matches!(state.outcome, Some(Outcome::Read(_))), "{json}");
    json["outcome"]["read"].clone()
}

fn names(data: &Value) -> Vec<&str> {
    data.as_object().unwrap().keys().map(String::as_str).collect()
}

fn bytes(data: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(data.as_str().unwrap()).unwrap()
}

#[test]
fn what_is_printed_on_the_card_opens_attributes_and_face_without_a_window() {
    let bridge = bridge();
    let want = ["attributes", "face", "authentication"];
    let request = json!({ "want": want, "method": "verification_number_b", "verification_number_b": NUMBER_B, "reader": "R1" });
    let answer = bridge.ask(&request);
    let state = answer.json();
    assert_eq!(
        (answer.status, &state["window"], &state["outcome"]),
        (201, &Value::Null, &Value::Null)
    );
    let data = read(&bridge, state["id"].as_str().unwrap());
    assert_eq!(
        names(&data),
        [
            "attributes",
            "attributes_proof",
            "authentication_certificate",
            "face"
        ]
    );
    assert!(bytes(&data["attributes"]).starts_with(b"\xFF\x20"));
    assert_eq!(bytes(&data["attributes_proof"]["record"]), b"\xFF\x30\x01\x07");
    assert_eq!(
        bytes(&data["attributes_proof"]["certificate"]),
        b"\x7F\x21\x01\x08"
    );
    assert_eq!(
        bytes(&data["authentication_certificate"]),
        b"\x30\x03\x02\x01\x05"
    );
    assert!(bytes(&data["face"]["name_image"]).starts_with(b"\x89PNG"));
    assert!(bytes(&data["face"]["address_image"]).starts_with(b"\x89PNG"));
    assert_eq!(data["face"]["expires_on"], "20350217");
}

#[test]
fn what_is_printed_on_the_card_can_be_typed_into_the_window() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "verification_number_b");
    assert_eq!(bridge.submit(&window, FIELDS_B).status, 200);
    assert_eq!(names(&read(&bridge, &id)), ["attributes", "attributes_proof"]);
}

#[test]
fn the_pins_open_attributes_and_answer_the_challenge_in_one_window() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes", "authentication"], "pin");
    let form = format!("pin={PIN}&authentication_pin={PIN}&action=read");
    let answer = bridge.submit(&window, &form);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("読み取りが終わりました"));
    let data = read(&bridge, &id);
    assert_eq!(
        names(&data),
        [
            "attributes",
            "attributes_proof",
            "authentication_certificate",
            "challenge_signature"
        ]
    );
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, AUTHORITY.key().public_key());
    assert!(key.verify(&[7; 32], &bytes(&data["challenge_signature"])).is_ok());
}

#[test]
fn the_individual_number_leaves_sealed_to_the_server_for_one_pairing() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["individual_number"], "verification_number_a");
    bridge.submit(&window, &format!("number_a={NUMBER}"));
    let (by_pin, window) = bridge.open(&["individual_number", "face"], "pin");
    bridge.submit(&window, &format!("pin={PIN}"));
    for (id, names_of) in [
        (id, vec!["individual_number"]),
        (by_pin, vec!["face", "individual_number"]),
    ] {
        let data = read(&bridge, &id);
        assert_eq!(names(&data), names_of);
        let sealed = serde_json::from_value(data["individual_number"].clone()).unwrap();
        let key = OpeningKey::derive(&[5; 32]);
        assert_eq!(
            key.open(&sealed, pairing().id).unwrap().as_slice(),
            NUMBER.as_bytes()
        );
        assert!(key.open(&sealed, pairing().case).is_none());
    }
}

#[test]
fn a_document_is_signed_with_the_signature_pin() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["signature"], "signature_pin");
    assert!(bridge.look(&window).body.contains("住民異動届"));
    // The card knows capital letters only.
    bridge.submit(
        &window,
        &format!("signature_pin={}", SIGNATURE_PIN.to_lowercase()),
    );
    let data = read(&bridge, &id);
    assert_eq!(names(&data), ["signed"]);
    let cms = bytes(&data["signed"]["cms"]);
    let digest = pairing().document.unwrap().sha256.try_into().unwrap();
    let verified = verify_detached(
        &cms,
        Document::Digest(DocumentDigest::Sha256(digest)),
        &AUTHORITY.anchors().unwrap(),
        &Profile::of(Environment::Own),
        Rules::OWN,
        DateTime::from_timestamp(START, 0).unwrap(),
    );
    assert!(verified.is_ok(), "{:?}", verified.err());
}

#[test]
fn what_was_read_can_be_fetched_once() {
    let bridge = bridge();
    let (id, window) = bridge.open(&["attributes"], "pin");
    bridge.submit(&window, &format!("pin={PIN}"));
    read(&bridge, &id);
    assert_eq!(
        (bridge.fetch(&id).status, bridge.fetch(&id).code()),
        (404, "no_such_reading".into())
    );
}

#[test]
fn a_card_is_held_by_one_reading_at_a_time() {
    let bridge = bridge();
    let request = json!({ "want": ["attributes"], "method": "verification_number_b", "verification_number_b": NUMBER_B });
    let ids: Vec<_> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| bridge.ask(&request).json()))
            .collect();
        asked
            .into_iter()
            .map(|asked| asked.join().unwrap()["id"].as_str().unwrap().to_owned())
            .collect()
    });
    for id in ids {
        read(&bridge, &id);
    }
    assert_eq!(bridge.desk.most_held(), 1);
}
