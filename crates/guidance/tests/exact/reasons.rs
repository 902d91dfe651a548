//! Why a judgement is what it is: which facts are told, and which impossible combinations.

use madoguchi_guidance::judge::ReasonKind;
use madoguchi_guidance::{JudgementResult, Release, Situation};
use serde_json::{Value, json};

use super::{judged, loaded, one, release, situation, with};

/// A reason: its kind, its text, and the facts it rests on with their values.
type Told = (ReasonKind, String, Vec<(String, Option<String>)>);

/// The reasons of the first judgement.
fn reasons(release: &Release, situation: &Situation) -> (JudgementResult, Vec<Told>) {
    let guidance = judged(release, situation);
    let first = &guidance.judgements[0];
    let told = first.reasons.iter().map(|reason| {
        let facts = reason
            .facts
            .iter()
            .map(|fact| (fact.key.to_string(), fact.value.clone()));
        (reason.kind, reason.text.clone(), facts.collect())
    });
    (first.result, told.collect())
}

fn facts(reasons: &[Told]) -> Vec<Vec<&str>> {
    reasons
        .iter()
        .map(|(.., facts)| facts.iter().map(|(key, _)| &**key).collect())
        .collect()
}

fn tied(condition: &str, impossible: &[&str]) -> Release {
    let mut files = with(&[("PP-01", "visit", condition, "")]);
    let rows: Vec<_> = impossible
        .iter()
        .map(|when| format!("[[impossible]]\nsubject = \"visit\"\ntext = \"no {when}\"\nwhen = \"{when}\"\n"))
        .collect();
    files.insert("impossible.toml".to_owned(), rows.concat());
    loaded(&files)
}

#[test]
fn impossible_combinations_are_told_where_they_decide_and_only_as_many_as_needed() {
    let text = |condition: &str, impossible: &[&str]| {
        let release = tied(condition, impossible);
        let (result, reasons) = reasons(&release, &one(&release, json!({})));
        assert_eq!(reasons.len(), 1);
        assert_eq!(reasons[0].0, ReasonKind::EveryCase);
        (result, reasons[0].1.clone())
    };
    let same = "「va」、「vb」がどの場合でも、結果は変わらない";
    assert_eq!(
        text("va and vb", &["va and vb"]),
        (JudgementResult::NotRequired, format!("{same}。no va and vb"))
    );
    assert_eq!(
        text("not va or not vb", &["va and vb"]),
        (JudgementResult::Required, format!("{same}。no va and vb"))
    );
    // One that speaks of the same facts and is not needed, one before and one after.
    assert_eq!(
        text("va and vb", &["va and vc", "va and vb", "vb and vc"]).1,
        format!("{same}。no va and vb")
    );
    // Two that are needed together.
    assert_eq!(
        text("va and vb", &["va and vb and vc", "va and vb and not vc"]).1,
        format!("{same}。no va and vb and vc。no va and vb and not vc")
    );
    // What needs none.
    assert_eq!(
        text("va and vb and not va", &["va and vb"]).1,
        same,
        "without an impossible combination"
    );
    assert_eq!(
        text("va or not va", &["va and vb"]),
        (
            JudgementResult::Required,
            "「va」がどの場合でも、結果は変わらない".to_owned()
        )
    );
}

fn of_members(condition: &str, members: &[Value]) -> (JudgementResult, Vec<Told>) {
    let release = release(&[("PP-01", "visit", condition, "")]);
    let situation = situation(&release, json!({}), members);
    reasons(&release, &situation)
}

#[test]
fn of_several_persons_those_who_decide_are_told() {
    let members = [
        json!({ "id": "1", "ma": true, "mc": "x" }),
        json!({ "id": "2", "ma": false, "mc": "y" }),
        json!({ "id": "3", "ma": true, "mc": "y" }),
        json!({ "id": "4", "ma": true, "mc": "x" }),
    ];
    for (condition, required, keys) in [
        ("any member (ma)", true, vec!["member:1/ma"]),
        (
            "any member where mc is y has (ma)",
            true,
            vec!["member:3/mc", "member:3/ma"],
        ),
        (
            "all members where mc is x have (ma)",
            true,
            vec!["member:1/ma", "member:2/mc", "member:3/mc", "member:4/ma"],
        ),
        (
            "all members where mc is y have (ma)",
            false,
            vec!["member:2/mc", "member:2/ma"],
        ),
        (
            "at least 2 members (ma)",
            true,
            vec!["member:1/ma", "member:3/ma"],
        ),
        ("at least 4 members (ma)", false, vec!["member:2/ma"]),
        (
            "any member (mc is z)",
            false,
            vec!["member:1/mc", "member:2/mc", "member:3/mc", "member:4/mc"],
        ),
        (
            "at least 2 members where mc is x has (ma)",
            true,
            vec!["member:1/mc", "member:1/ma", "member:4/mc", "member:4/ma"],
        ),
    ] {
        let (result, reasons) = of_members(condition, &members);
        let expected = if required {
            JudgementResult::Required
        } else {
            JudgementResult::NotRequired
        };
        assert_eq!(result, expected, "{condition}");
        assert_eq!(facts(&reasons), [keys], "{condition}");
    }
}

#[test]
fn a_double_negation_is_read_as_what_it_is() {
    let members = [json!({ "id": "1", "ma": true })];
    let (_, reasons) = of_members("any member (not (not ma))", &members);
    assert_eq!(reasons[0].1, "世帯員のうち、次に当てはまる人がいる：「MA」");
}

#[test]
fn what_the_municipality_has_set_is_told() {
    for (default, value, result) in [
        (true, "はい", JudgementResult::Required),
        (false, "いいえ", JudgementResult::NotRequired),
    ] {
        let mut files = with(&[("PP-01", "visit", "va", "")]);
        let facts = files.get_mut("facts/1.toml").unwrap();
        *facts = facts.replacen(
            "who = \"visitor\"",
            &format!("who = \"municipality\"\nmunicipal_default = {default}"),
            1,
        );
        let release = loaded(&files);
        let (found, reasons) = reasons(&release, &one(&release, json!({})));
        assert_eq!(found, result);
        let told = vec![("visit/va".to_owned(), Some(value.to_owned()))];
        assert_eq!(reasons[0].2, told);
    }
}

#[test]
fn a_day_in_the_future_is_told_of_the_one_it_is_about() {
    let release = release(&[("PP-01", "member", "mb attains 20 and ma", "")]);
    let members = [
        json!({ "id": "1", "mb": "2026-04-20" }),
        json!({ "id": "2", "mb": "2026-04-21" }),
        json!({ "id": "3" }),
    ];
    let guidance = judged(&release, &situation(&release, json!({}), &members));
    assert_eq!(guidance.conflicts.len(), 1);
    let conflict = &guidance.conflicts[0];
    assert_eq!(conflict.person.as_ref().unwrap().id.0, "2");
    assert_eq!(conflict.facts[0].key.to_string(), "member:2/mb");
    assert_eq!(conflict.text, "mbが判定の基準日より後になっています");
}

/// A question is asked if its answer can settle another that matters, not only because a chain leads to it.
#[test]
fn what_is_tied_is_asked_only_where_it_can_tell_something() {
    let asked = |condition: &str, impossible: &[&str]| -> Vec<String> {
        let release = tied(condition, impossible);
        let questions = judged(&release, &one(&release, json!({}))).questions;
        let mut keys: Vec<_> = questions
            .iter()
            .map(|question| question.key.to_string())
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(asked("va", &[]), ["visit/va"]);
    assert_eq!(asked("va", &["vb and vc"]), ["visit/va"]);
    assert_eq!(asked("va", &["va and vb"]), ["visit/va", "visit/vb"]);
    assert_eq!(asked("va", &["va and vb", "vb and vc"]), ["visit/va", "visit/vb"]);
    assert_eq!(
        asked("va", &["va and vb", "not vb and vc"]),
        ["visit/va", "visit/vb", "visit/vc"]
    );
}
