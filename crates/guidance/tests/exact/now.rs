//! Which questions wait for another.

use madoguchi_guidance::interview::to_ask_now;
use serde_json::{Value, json};

use super::{judged, loaded, situation, with};

/// What is asked now where `waits` waits for `first`, of two persons of whom this is known.
fn asked(condition: &str, pairs: &[(&str, &str)], visit: Value, members: &[Value]) -> Vec<String> {
    let mut files = with(&[("PP-01", "member", condition, "")]);
    for (waits, first) in pairs {
        let facts = files.get_mut("facts/1.toml").unwrap();
        *facts = facts.replacen(
            &format!("id = \"{waits}\"\n"),
            &format!("id = \"{waits}\"\nafter = \"{first}\"\n"),
            1,
        );
    }
    let release = loaded(&files);
    let guidance = judged(&release, &situation(&release, visit, members));
    let mut keys: Vec<_> = to_ask_now(&release, &guidance.questions)
        .iter()
        .map(|question| question.key.to_string())
        .collect();
    keys.sort();
    keys
}

fn two(first: Value, second: Value) -> [Value; 2] {
    let with = |mut member: Value, id: &str| {
        member["id"] = json!(id);
        member
    };
    [with(first, "1"), with(second, "2")]
}

#[test]
fn everything_is_asked_where_nothing_waits() {
    let nobody = two(json!({}), json!({}));
    assert_eq!(
        asked("va and ma", &[], json!({}), &nobody),
        ["member:1/ma", "member:2/ma", "visit/va"]
    );
}

#[test]
fn persons_are_asked_after_the_visit() {
    let nobody = two(json!({}), json!({}));
    let pairs = [("ma", "va")];
    assert_eq!(asked("va and ma", &pairs, json!({}), &nobody), ["visit/va"]);
    assert_eq!(
        asked("va and ma", &pairs, json!({ "va": true }), &nobody),
        ["member:1/ma", "member:2/ma"]
    );
    // Another open question is not the one waited for.
    assert_eq!(
        asked("vb and ma", &pairs, json!({}), &nobody),
        ["member:1/ma", "member:2/ma", "visit/vb"]
    );
}

#[test]
fn the_visit_is_asked_after_every_person() {
    let pairs = [("vb", "ma")];
    let one_open = two(json!({ "ma": true }), json!({}));
    assert_eq!(asked("vb and ma", &pairs, json!({}), &one_open), ["member:2/ma"]);
    let known = two(json!({ "ma": true }), json!({ "ma": true }));
    assert_eq!(asked("vb and ma", &pairs, json!({}), &known), ["visit/vb"]);
}

#[test]
fn a_person_is_asked_after_the_same_person() {
    let pairs = [("mc", "ma")];
    let one_open = two(json!({ "ma": true }), json!({}));
    assert_eq!(
        asked("ma and mc is x", &pairs, json!({}), &one_open),
        ["member:1/mc", "member:2/ma"]
    );
}

/// The check of a catalogue refuses it; the counter must not lose a question by it.
#[test]
fn a_chain_hides_no_question() {
    let pairs = [("vb", "va"), ("ma", "vb")];
    let nobody = two(json!({}), json!({}));
    assert_eq!(
        asked("va and vb and ma", &pairs, json!({}), &nobody),
        ["member:1/ma", "member:2/ma", "visit/va"]
    );
}
