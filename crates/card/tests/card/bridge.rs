//! The language between bridge, page and server, as JSON: three programs of different ages speak it.

use madoguchi_card::bridge::{
    CardFace, Failure, FailureCode, Method, Outcome, PersonalData, Proof, RawFile, Request, SealedNumber,
    Signed, State, Want,
};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn everything() -> PersonalData {
    let file = |byte| RawFile(vec![byte, 0xFB, 0xFF]);
    PersonalData {
        attributes: Some(file(1)),
        attributes_proof: Some(Proof {
            record: file(2),
            certificate: file(3),
        }),
        expires_on: Some("20350217".into()),
        face: Some(CardFace {
            name_image: file(4),
            address_image: file(5),
            expires_on: "20350217".into(),
        }),
        authentication_certificate: Some(file(6)),
        challenge_signature: Some(file(7)),
        individual_number: Some(SealedNumber {
            encapsulated: file(8),
            ciphertext: file(9),
        }),
        signed: Some(Signed { cms: file(10) }),
    }
}

#[test]
fn a_request_is_what_the_page_writes() {
    let written = json!({"want": ["attributes", "face"], "method": "verification_number_b", "verification_number_b": "55021720352285"});
    let request: Request = serde_json::from_value(written).unwrap();
    let expected = Request {
        reader: None,
        want: vec![Want::Attributes, Want::Face],
        method: Method::VerificationNumberB,
        verification_number_b: Some("55021720352285".into()),
    };
    assert_eq!(request, expected);
    for wrong in [
        json!({"want": ["everything"], "method": "pin"}),
        json!({"want": [], "method": "guess"}),
        json!({"want": []}),
    ] {
        assert!(serde_json::from_value::<Request>(wrong).is_err());
    }
}

#[test]
fn an_outcome_is_what_the_page_reads() {
    let failed = Failure {
        code: FailureCode::WrongSecret,
        message: "違います。".into(),
        remaining_tries: Some(2),
    };
    let state = State {
        id: Uuid::from_u128(1),
        window: None,
        outcome: Some(Outcome::Failed(failed)),
    };
    let expected = json!({
        "id": "00000000-0000-0000-0000-000000000001",
        "window": null,
        "outcome": {"failed": {"code": "wrong_secret", "message": "違います。", "remaining_tries": 2}},
    });
    assert_eq!(serde_json::to_value(&state).unwrap(), expected);
    let read = Outcome::Read(Box::new(PersonalData {
        attributes: Some(RawFile(vec![0xFB, 0xFF])),
        ..PersonalData::default()
    }));
    // base64url, and nothing of what was not read.
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        json!({"read": {"attributes": "-_8"}})
    );
}

#[test]
fn everything_that_is_sent_arrives() {
    let sent = serde_json::to_string(&everything()).unwrap();
    assert_eq!(serde_json::from_str::<PersonalData>(&sent).unwrap(), everything());
    assert_eq!(
        serde_json::from_str::<PersonalData>("{}").unwrap(),
        PersonalData::default()
    );
    for no_file in [
        "{\"attributes\":\"+/8=\"}",
        "{\"attributes\":\"A\"}",
        "{\"attributes\":[1]}",
    ] {
        assert!(
            serde_json::from_str::<PersonalData>(no_file).is_err(),
            "{no_file}"
        );
    }
}

#[test]
fn printed_for_engineers_it_says_nothing_personal() {
    let request = Request {
        reader: None,
        want: vec![Want::Attributes],
        method: Method::VerificationNumberB,
        verification_number_b: Some("55021720352285".into()),
    };
    let window = "http://127.0.0.1:52780/w/a-secret";
    let outcome = Outcome::Read(Box::new(everything()));
    let state = State {
        id: Uuid::nil(),
        window: Some(window.into()),
        outcome: Some(outcome),
    };
    let printed = format!("{request:?} {state:?}");
    assert!(
        !printed.contains("5502") && !printed.contains("a-secret") && !printed.contains("251"),
        "{printed}"
    );
    assert!(printed.contains("RawFile(3 bytes)"), "{printed}");
}

proptest! {
    #[test]
    fn any_bytes_arrive_as_they_were(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let sent = serde_json::to_string(&RawFile(bytes.clone())).unwrap();
        prop_assert!(sent.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_\"".contains(&byte)));
        prop_assert_eq!(serde_json::from_str::<RawFile>(&sent).unwrap().0, bytes);
    }
}
