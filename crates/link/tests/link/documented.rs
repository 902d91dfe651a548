//! The verification that the documentation gives receivers, run as it stands there.

use std::io::Write;
use std::process::{Command, Stdio};

use chrono::DateTime;
use madoguchi_link::webhooks::{Headers, Secret, sign};
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../../docs/linkage.md");

/// Reads questions from standard input, and says for each whether it was believed.
const RUN: &str = r#"
import json, sys
for line in sys.stdin:
    ask = json.loads(line)
    try:
        event = verify(ask["secret"], ask["headers"], ask["body"].encode(), ask["now"])
        print(json.dumps(event["id"]))
    except Exception:
        print("null")
"#;

fn answers(questions: &[Value]) -> Vec<Value> {
    let code = PAGE
        .split("```python\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let mut python = Command::new("python3")
        .args(["-c", &format!("{code}\n{RUN}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = python.stdin.take().unwrap();
    for question in questions {
        writeln!(input, "{question}").unwrap();
    }
    drop(input);
    let output = python.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_documented_verification_believes_what_we_send_and_nothing_else() {
    let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let next = Secret::parse(&format!("whsec_{}", "AAAA".repeat(8))).unwrap();
    let body = r#"{"id":"e","subject":"市"}"#;
    let at = DateTime::from_timestamp(1_000_000, 0).unwrap();
    let ask = |headers: &Headers, secret: &Secret, body: &str, now: i64| {
        json!({
            "secret": *secret.to_text(),
            "headers": {
                "webhook-id": headers.id,
                "webhook-timestamp": headers.timestamp,
                "webhook-signature": headers.signature,
            },
            "body": body,
            "now": now,
        })
    };
    let both = sign(&[secret.clone(), next.clone()], "e", at, body.as_bytes());
    let forged = sign(std::slice::from_ref(&next), "e", at, body.as_bytes());
    let moved = Headers {
        timestamp: "1000001".into(),
        ..both.clone()
    };
    let renamed = Headers {
        id: "f".into(),
        ..both.clone()
    };
    let unsigned = Headers {
        signature: String::new(),
        ..both.clone()
    };
    let answers = answers(&[
        ask(&both, &secret, body, 1_000_000),
        ask(&both, &next, body, 1_000_000),
        ask(&both, &secret, body, 1_000_300),
        ask(&both, &secret, body, 1_000_301),
        ask(&both, &secret, body, 999_699),
        ask(&both, &secret, &body.replace('e', "d"), 1_000_000),
        ask(&forged, &secret, body, 1_000_000),
        ask(&moved, &secret, body, 1_000_000),
        ask(&renamed, &secret, body, 1_000_000),
        ask(&unsigned, &secret, body, 1_000_000),
    ]);
    let no = Value::Null;
    assert_eq!(
        answers,
        [
            "e".into(),
            "e".into(),
            "e".into(),
            no.clone(),
            no.clone(),
            no.clone(),
            no.clone(),
            no.clone(),
            no.clone(),
            no
        ]
    );
}
