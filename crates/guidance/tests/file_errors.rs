//! Mistakes in a file: each says where, what is wrong, and what would be right.

use madoguchi_guidance::{MunicipalitySettings, Release, Situation};
use serde_json::{Value, json};

fn errors(file: &Value) -> Vec<String> {
    let on = "2026-11-24".parse().expect("a date");
    let release = Release::in_force(on).expect("a release");
    let errors = Situation::from_file(file, on, release).expect_err("a mistake");
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn each_mistake_has_its_place_and_remedy() {
    for (file, parts) in [
        (json!([]), vec!["(全体)", "events、visit、members"]),
        (json!({"events": ["move_within"]}), vec!["members", "世帯員"]),
        (
            json!({"events": ["move_within"], "members": []}),
            vec!["members", "一人もいません"],
        ),
        (
            json!({"events": [], "members": [{"id": "1"}]}),
            vec!["events", "\"move_within\"（転居）"],
        ),
        (
            json!({"events": ["moving"], "members": [{"id": "1"}]}),
            vec!["events[0]", "moving", "move_within"],
        ),
        (
            json!({"events": ["move_within"], "member": [], "members": [{"id": "1"}]}),
            vec!["member:", "members"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"name": "x"}]}),
            vec!["members[0].id", "id がありません"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1"}, {"id": 1}]}),
            vec!["members[1].id", "前の世帯員と同じ"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "health_insurace": "national"}]}),
            vec!["members[0].health_insurace", "近い名前: health_insurance"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "health_insurance": "kokuho"}]}),
            vec![
                "members[0].health_insurance",
                "kokuho",
                "\"national\"（国民健康保険（市町村））",
            ],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "moves": "yes"}]}),
            vec!["members[0].moves", "true（はい）"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "birth_date": "1980-02-30"}]}),
            vec!["members[0].birth_date", "1980-02-30", "2026-04-01"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "birth_date": {"earliest": "1941-01-01", "latest": "1940-01-01"}}]}),
            vec!["members[0].birth_date", "earliest"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "moves": {"unknown": "dont_know"}}]}),
            vec!["members[0].moves.unknown", "not_known"],
        ),
        (
            json!({"events": ["move_within"], "members": [{"id": "1", "moved_on": "2026-11-10"}]}),
            vec!["members[0].moved_on", "visit に書いて"],
        ),
        (
            json!({"events": ["move_within"], "visit": {"moves": true}, "members": [{"id": "1"}]}),
            vec!["visit.moves", "一人ひとり"],
        ),
        (
            json!({"events": ["move_within"], "visit": [], "members": [{"id": "1", "name": 3}]}),
            vec!["visit:", "{ … }"],
        ),
    ] {
        let errors = errors(&file);
        assert!(!errors.is_empty(), "{file}");
        for part in parts {
            assert!(
                errors.iter().any(|error| error.contains(part)),
                "{part} in {errors:?}"
            );
        }
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let file = json!({
        "events": ["move_within"],
        "visit": {"moved_on": "yesterday"},
        "members": [{"id": "1", "moves": 1, "birthdate": "1980-01-01"}],
    });
    assert_eq!(errors(&file).len(), 3);
}

#[test]
fn dates_in_the_future_are_told_and_judged_as_they_stand() {
    let on = "2026-11-24".parse().expect("a date");
    let release = Release::in_force(on).expect("a release");
    let file = json!({
        "events": ["move_within"], "visit": {"moved_on": "2026-11-25"}, "members": [{"id": "1", "moves": true}],
    });
    let situation = Situation::from_file(&file, on, release).expect("a situation");
    let guidance =
        madoguchi_guidance::judge(release, &situation, &MunicipalitySettings::default()).expect("guidance");
    assert_eq!(guidance.conflicts.len(), 1);
    assert!(guidance.conflicts[0].text.contains("異動日"));
}

#[test]
fn facts_that_cannot_be_together_are_told() {
    let on = "2026-11-24".parse().expect("a date");
    let release = Release::in_force(on).expect("a release");
    let file = json!({
        "events": ["move_within"],
        "members": [{"id": "1", "name": "見本", "moves": true, "birth_date": "1940-01-01", "health_insurance": "national"}],
    });
    let situation = Situation::from_file(&file, on, release).expect("a situation");
    let guidance =
        madoguchi_guidance::judge(release, &situation, &MunicipalitySettings::default()).expect("guidance");
    assert_eq!(guidance.conflicts.len(), 1);
    assert!(guidance.conflicts[0].text.contains("75歳"));
    let national = guidance
        .judgements
        .iter()
        .find(|judged| judged.procedure == "TK-03")
        .expect("judged");
    assert_eq!(national.result, madoguchi_guidance::JudgementResult::Required);
}
