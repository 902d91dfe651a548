//! What a release changes over recorded households.

use madoguchi_guidance::JudgementResult::{NotRequired, Required, Undetermined};
use madoguchi_guidance::diff::{Changed, RecordedCase, over_cases};
use serde_json::{Value, json};

use super::{on, release};

fn case(visit: &Value, members: &[Value]) -> RecordedCase {
    let facts = json!({ "events": ["move_in"], "visit": visit, "members": members });
    let Value::Object(facts) = facts else {
        panic!("an object")
    };
    RecordedCase { on: on(), facts }
}

#[test]
fn changes_are_counted_by_household_with_the_first() {
    let old = release(&[("PP-01", "member", "va and ma", ""), ("PP-02", "visit", "vb", "")]);
    let new = release(&[("PP-01", "member", "vc and ma", ""), ("PP-03", "visit", "vb", "")]);
    let both = [json!({ "id": "1", "ma": true }), json!({ "id": "2", "ma": true })];
    let cases = [
        // Nothing changes of PP-01.
        case(&json!({ "va": true, "vb": true, "vc": true }), &both),
        // Of both persons, which is one change of the household.
        case(&json!({ "va": true, "vb": true, "vc": false }), &both),
        case(&json!({ "va": true, "vb": true, "vc": false }), &both),
        case(&json!({ "va": true, "vb": true }), &both),
        case(&json!({ "vz": true }), &both),
    ];
    let diff = over_cases(&old, &new, &cases);
    assert_eq!((diff.cases, diff.changed), (5, 4));
    assert_eq!(diff.unreadable.len(), 1);
    assert_eq!(diff.unreadable[0].0, 5);
    assert!(diff.unreadable[0].1.contains("vz"), "{}", diff.unreadable[0].1);
    let changed = |procedure: &str, before, after| Changed {
        procedure: procedure.to_owned(),
        before,
        after,
    };
    let mut by_rule = diff.by_rule;
    by_rule.sort_by(|a, b| a.0.procedure.cmp(&b.0.procedure).then(a.2.cmp(&b.2)));
    assert_eq!(
        by_rule,
        [
            (changed("PP-01", Some(Required), Some(NotRequired)), 2, 2),
            (changed("PP-01", Some(Required), Some(Undetermined)), 1, 4),
            (changed("PP-02", Some(Required), None), 4, 1),
            (changed("PP-03", None, Some(Required)), 4, 1),
        ]
    );
}

#[test]
fn nothing_changes_between_the_same() {
    let release = release(&[("PP-01", "visit", "va", "")]);
    let one = [json!({ "id": "1" })];
    let cases = [case(&json!({ "va": true }), &one), case(&json!({}), &one)];
    let diff = over_cases(&release, &release, &cases);
    assert_eq!((diff.cases, diff.changed), (2, 0));
    assert!(diff.by_rule.is_empty() && diff.unreadable.is_empty());
}
