//! What a release says of itself, and on which days.

use madoguchi_guidance::catalogue::all_releases;
use madoguchi_guidance::judge::results;
use madoguchi_guidance::{JudgementResult, MunicipalitySettings, Release};
use serde_json::json;

use super::{day, judged, loaded, on, one, release, situation, with};

#[test]
fn a_release_is_in_force_from_its_first_day_until_the_next() {
    let first = &all_releases()[0];
    let from = first.valid_from();
    assert_eq!(Release::in_force(from).unwrap().id(), first.id());
    let before = Release::in_force(from.pred_opt().unwrap()).unwrap_err();
    assert_eq!(before.on, from.pred_opt().unwrap());
    assert_eq!(before.known.len(), all_releases().len());
    assert!(
        before.known[0].starts_with(&format!("{} {from}〜", first.id())),
        "{before}"
    );
    for pair in all_releases().windows(2) {
        let next = pair[1].valid_from();
        assert_eq!(Release::in_force(next).unwrap().id(), pair[1].id());
        assert_ne!(pair[0].valid_from(), next);
    }
    for release in all_releases() {
        if let Some(to) = release.valid_to() {
            assert_eq!(Release::in_force(to).unwrap().id(), release.id());
        }
    }
}

#[test]
fn a_release_is_found_by_its_hash() {
    for release in all_releases() {
        assert_eq!(Release::by_hash(release.hash()).unwrap().id(), release.id());
    }
    assert!(Release::by_hash("0").is_none());
}

#[test]
fn a_release_has_its_title_and_what_a_procedure_speaks_of() {
    let mut files = with(&[
        ("PP-01", "visit", "vb or va", ""),
        ("PP-02", "member", "ma and vc", ""),
    ]);
    let text = files["release.toml"].replace("title = \"r\"", "title = \"版の説明\"");
    files.insert("release.toml".to_owned(), text);
    let release = loaded(&files);
    assert_eq!(release.title(), "版の説明");
    assert_eq!(release.id(), "r");
    let facts = |id: &str| -> Vec<String> {
        let facts = release.facts_of_procedure(id);
        facts.iter().map(|fact| fact.id.clone()).collect()
    };
    assert_eq!(facts("PP-01"), ["va", "vb"]);
    assert_eq!(facts("PP-02"), ["vc", "ma"]);
    assert_eq!(facts("PP-03"), Vec::<String>::new());
}

#[test]
fn values_have_their_labels() {
    let release = release(&[("PP-01", "visit", "va", "")]);
    let label = |fact: &str, value| release.fact(fact).unwrap().value_label(value).to_owned();
    assert_eq!([label("va", 0), label("va", 1)], ["いいえ", "はい"]);
    assert_eq!([label("mc", 0), label("mc", 2), label("mc", 3)], ["X", "Z", ""]);
    assert_eq!(label("vd", 0), "");
    assert_eq!(release.fact("va").unwrap().values(), Some(2));
    assert_eq!(release.fact("mc").unwrap().values(), Some(3));
    assert_eq!(release.fact("vd").unwrap().values(), None);
}

#[test]
fn a_procedure_is_judged_on_the_days_of_its_term() {
    let mut files = with(&[("PP-01", "visit", "va", ""), ("PP-02", "visit", "va", "")]);
    let path = "procedures/move_in/PP-02.toml";
    let term = "valid_from = 2026-04-10\nvalid_to = 2026-04-30\nsummary";
    files.insert(path.to_owned(), files[path].replacen("summary", term, 1));
    let release = loaded(&files);
    let procedure = release.procedure("PP-02").unwrap();
    for (on, holds) in [
        ("2026-04-09", false),
        ("2026-04-10", true),
        ("2026-04-30", true),
        ("2026-05-01", false),
    ] {
        assert_eq!(procedure.in_force(day(on)), holds, "{on}");
        let mut situation = one(&release, json!({ "va": true }));
        situation.reference_date = day(on);
        let looked_at = judged(&release, &situation).judgements.len();
        assert_eq!(looked_at, if holds { 2 } else { 1 }, "{on}");
    }
    assert!(release.procedure("PP-01").unwrap().in_force(day("1900-01-01")));
}

/// The results alone are those of the judging, also where one combination cannot be or a fact stands twice.
#[test]
fn results_alone_are_the_same() {
    let mut files = with(&[
        ("PP-01", "visit", "va and vb", ""),
        ("PP-02", "visit", "va or not va", ""),
        ("PP-03", "visit", "vc", ""),
        ("PP-04", "member", "ma and mc is x", ""),
        ("PP-05", "member", "not ma or mc is y or mc is z", ""),
        ("PP-06", "visit", "vc and (va or vc)", ""),
    ]);
    files.insert(
        "impossible.toml".to_owned(),
        "[[impossible]]\nsubject = \"visit\"\ntext = \"I\"\nwhen = \"va and vb\"\n\
         [[impossible]]\nsubject = \"member\"\ntext = \"J\"\nwhen = \"ma and mc is x\"\n"
            .to_owned(),
    );
    let release = loaded(&files);
    let members = [
        json!({ "id": "1" }),
        json!({ "id": "2", "ma": true }),
        json!({ "id": "3", "ma": false }),
    ];
    for visit in [
        json!({}),
        json!({ "va": true }),
        json!({ "vb": false, "vc": true }),
    ] {
        let situation = situation(&release, visit, &members);
        let quick: Vec<_> = results(&release, &situation, &MunicipalitySettings::default())
            .unwrap()
            .iter()
            .map(|verdict| {
                (
                    release.procedures()[verdict.procedure].id.clone(),
                    verdict.member,
                    verdict.result,
                )
            })
            .collect();
        let whole: Vec<_> = judged(&release, &situation)
            .judgements
            .iter()
            .map(|judgement| judgement.result)
            .collect();
        let results: Vec<_> = quick.iter().map(|(.., result)| *result).collect();
        assert_eq!(results, whole);
        let of = |id: &str, member: Option<usize>| {
            let found = quick.iter().find(|(one, who, _)| one == id && *who == member);
            found.unwrap().2
        };
        assert_eq!(of("PP-01", None), JudgementResult::NotRequired);
        assert_eq!(of("PP-02", None), JudgementResult::Required);
        assert_eq!(of("PP-04", Some(0)), JudgementResult::NotRequired);
        assert_eq!(of("PP-05", Some(0)), JudgementResult::Required);
        assert_eq!(of("PP-05", Some(1)), JudgementResult::Required);
        assert_eq!(of("PP-05", Some(2)), JudgementResult::Required);
        assert_eq!(quick.len(), 10);
    }
    assert_eq!(
        results(
            &release,
            &one(&release, json!({})),
            &MunicipalitySettings::default()
        )
        .unwrap()
        .iter()
        .filter(|verdict| verdict.result == JudgementResult::Undetermined)
        .map(|verdict| &*release.procedures()[verdict.procedure].id)
        .collect::<Vec<_>>(),
        ["PP-03", "PP-06"]
    );
    assert_eq!(on(), one(&release, json!({})).reference_date);
}
