//! Three-valued judging against counting: every state of a few facts, by the results alone and by the whole judging.

use madoguchi_guidance::judge::{ReasonKind, results};
use madoguchi_guidance::{JudgementResult, MunicipalitySettings, Release, Situation};
use serde_json::{Map, Value, json};

use super::{judged, one, release, situation};

/// Not known, false, true.
const STATES: [Option<bool>; 3] = [None, Some(false), Some(true)];

fn triples() -> impl Iterator<Item = [Option<bool>; 3]> {
    STATES.into_iter().flat_map(|a| {
        STATES
            .into_iter()
            .flat_map(move |b| STATES.into_iter().map(move |c| [a, b, c]))
    })
}

/// What every completion of the state gives.
fn expected(state: [Option<bool>; 3], holds: impl Fn([bool; 3]) -> bool) -> JudgementResult {
    let can = |wanted: bool| {
        (0..8_u8).any(|bits| {
            let full = [0, 1, 2].map(|place| bits >> place & 1 == 1);
            let fits = state
                .iter()
                .zip(full)
                .all(|(known, value)| known.is_none_or(|known| known == value));
            fits && holds(full) == wanted
        })
    };
    match (can(true), can(false)) {
        (true, false) => JudgementResult::Required,
        (false, _) => JudgementResult::NotRequired,
        _ => JudgementResult::Undetermined,
    }
}

#[track_caller]
fn is(release: &Release, situation: &Situation, expected: JudgementResult, what: &str) {
    let quick = results(release, situation, &MunicipalitySettings::default()).unwrap();
    assert_eq!(quick[0].result, expected, "{what}, the result alone");
    assert_eq!(
        judged(release, situation).judgements[0].result,
        expected,
        "{what}"
    );
}

type Holds = fn([bool; 3]) -> bool;

#[test]
fn conditions_of_a_visit() {
    let conditions: [(&str, Holds); 8] = [
        ("not va", |[a, ..]| !a),
        ("va and vb", |[a, b, _]| a && b),
        ("va or vb or vc", |[a, b, c]| a || b || c),
        ("va and vb or vc", |[a, b, c]| a && b || c),
        ("not (va or vb)", |[a, b, _]| !(a || b)),
        ("not (va and not vb)", |[a, b, _]| !a || b),
        ("va and vb or va and vc", |[a, b, c]| a && (b || c)),
        ("va and vb or not va and vc", |[a, b, c]| if a { b } else { c }),
    ];
    for (condition, holds) in conditions {
        let release = release(&[("PP-01", "visit", condition, "")]);
        for state in triples() {
            let known = ["va", "vb", "vc"].into_iter().zip(state);
            let visit: Map<String, Value> = known
                .filter_map(|(fact, known)| Some((fact.to_owned(), json!(known?))))
                .collect();
            let situation = one(&release, Value::Object(visit));
            is(
                &release,
                &situation,
                expected(state, holds),
                &format!("{condition} {state:?}"),
            );
        }
    }
}

#[test]
fn conditions_of_members() {
    fn count(of: [bool; 3]) -> usize {
        of.into_iter().filter(|holds| *holds).count()
    }
    let conditions: [(&str, Holds); 8] = [
        ("any member (ma)", |of| count(of) >= 1),
        ("all members (ma)", |of| count(of) == 3),
        ("at least 1 members (ma)", |of| count(of) >= 1),
        ("at least 2 members (ma)", |of| count(of) >= 2),
        ("at least 3 members (ma)", |of| count(of) >= 3),
        ("at least 4 members (ma)", |of| count(of) >= 4),
        ("not at least 2 members (ma)", |of| count(of) < 2),
        ("any member (not ma)", |of| count(of) < 3),
    ];
    for (condition, holds) in conditions {
        let release = release(&[("PP-01", "visit", condition, "")]);
        for state in triples() {
            let members: Vec<Value> = (1..)
                .zip(state)
                .map(|(number, known)| match known {
                    Some(known) => json!({ "id": format!("{number}"), "ma": known }),
                    None => json!({ "id": format!("{number}") }),
                })
                .collect();
            let situation = situation(&release, json!({}), &members);
            is(
                &release,
                &situation,
                expected(state, holds),
                &format!("{condition} {state:?}"),
            );
        }
    }
}

/// Where too few are left that could, what is known decides, and is told.
#[test]
fn too_few_that_could_are_known_to_be_too_few() {
    let release = release(&[("PP-01", "visit", "at least 3 members (ma)", "")]);
    let members = [
        json!({ "id": "1" }),
        json!({ "id": "2", "ma": false }),
        json!({ "id": "3" }),
    ];
    let guidance = judged(&release, &situation(&release, json!({}), &members));
    let judgement = &guidance.judgements[0];
    assert_eq!(judgement.result, JudgementResult::NotRequired);
    assert_eq!(judgement.reasons.len(), 1);
    assert_eq!(judgement.reasons[0].kind, ReasonKind::Fails);
    assert_eq!(judgement.reasons[0].facts[0].key.to_string(), "member:2/ma");
}

/// Whom a filter leaves out does not stand in the way of all, nor count for any.
#[test]
fn members_with_a_filter() {
    let kinds = [
        ("all members where mc is x have (ma)", true),
        ("any member where mc is x has (ma)", false),
    ];
    for (condition, all) in kinds {
        let release = release(&[("PP-01", "visit", condition, "")]);
        for is_x in STATES {
            for holds in STATES {
                let mut member = json!({ "id": "1" });
                if let Some(is_x) = is_x {
                    member["mc"] = json!(if is_x { "x" } else { "y" });
                }
                if let Some(holds) = holds {
                    member["ma"] = json!(holds);
                }
                let situation = situation(&release, json!({}), &[member]);
                let of = |[is_x, holds, _]: [bool; 3]| if all { !is_x || holds } else { is_x && holds };
                is(
                    &release,
                    &situation,
                    expected([is_x, holds, None], of),
                    &format!("{condition} {is_x:?} {holds:?}"),
                );
            }
        }
    }
}

#[test]
fn others_are_all_but_the_one_it_is_about() {
    let release = release(&[("PP-01", "member", "any other member (ma)", "")]);
    let members = [
        json!({ "id": "1", "ma": true }),
        json!({ "id": "2", "ma": false }),
    ];
    let situation = situation(&release, json!({}), &members);
    let guidance = judged(&release, &situation);
    let results: Vec<_> = guidance.judgements.iter().map(|one| one.result).collect();
    assert_eq!(results, [JudgementResult::NotRequired, JudgementResult::Required]);
    let keys = |place: usize| -> Vec<String> {
        let facts = &guidance.judgements[place].reasons[0].facts;
        facts.iter().map(|fact| fact.key.to_string()).collect()
    };
    assert_eq!(keys(0), ["member:2/ma"]);
    assert_eq!(keys(1), ["member:1/ma"]);
}

/// A day known only as a run of days decides where all of the run says the same.
#[test]
fn unknown_days_decide_where_all_of_them_agree() {
    for (condition, first, last, result) in [
        (
            "vd <= 2026-03-31",
            "2026-03-01",
            "2026-03-31",
            JudgementResult::Required,
        ),
        (
            "vd <= 2026-03-31",
            "2026-03-01",
            "2026-04-01",
            JudgementResult::Undetermined,
        ),
        (
            "vd <= 2026-03-31",
            "2026-03-31",
            "2026-04-01",
            JudgementResult::Undetermined,
        ),
        (
            "vd <= 2026-03-31",
            "2026-04-01",
            "2026-04-02",
            JudgementResult::NotRequired,
        ),
        (
            "vd >= 2026-03-31",
            "2026-03-31",
            "2026-04-02",
            JudgementResult::Required,
        ),
        (
            "vd >= 2026-03-31",
            "2026-03-30",
            "2026-03-31",
            JudgementResult::Undetermined,
        ),
        (
            "vd >= 2026-03-31",
            "2026-03-29",
            "2026-03-30",
            JudgementResult::NotRequired,
        ),
        // The run holds a day of each of three bands; the middle one alone holds.
        (
            "vd >= 2026-03-10 and vd <= 2026-03-20",
            "2026-03-01",
            "2026-03-31",
            JudgementResult::Undetermined,
        ),
        (
            "vd >= 2026-03-10 or vd <= 2026-03-09",
            "2026-03-01",
            "2026-03-31",
            JudgementResult::Required,
        ),
        (
            "vd >= 2026-03-20 and vd <= 2026-03-10",
            "2026-03-01",
            "2026-03-31",
            JudgementResult::NotRequired,
        ),
        (
            "vd >= 2026-03-10 and vd <= 2026-03-20 or vd < 2026-03-10 or vd > 2026-03-20",
            "2026-03-01",
            "2026-03-31",
            JudgementResult::Required,
        ),
    ] {
        let release = release(&[("PP-01", "visit", condition, "")]);
        let range = json!({ "vd": { "earliest": first, "latest": last } });
        let what = format!("{condition} {first} {last}");
        is(&release, &one(&release, range), result, &what);
    }
}

#[test]
fn what_fails_is_told_part_by_part() {
    let told = |condition: &str| -> Vec<(String, Vec<String>)> {
        let release = release(&[("PP-01", "visit", condition, "")]);
        let visit = json!({ "va": true, "vb": false, "vc": false });
        let members = [json!({ "id": "1", "ma": true, "mc": "y" })];
        let guidance = judged(&release, &situation(&release, visit, &members));
        let reasons = guidance.judgements[0].reasons.iter();
        reasons
            .map(|reason| {
                let facts = reason.facts.iter().map(|fact| fact.key.to_string());
                (reason.text.clone(), facts.collect())
            })
            .collect()
    };
    let of = |text: &str, facts: &[&str]| {
        let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
        (text.to_owned(), facts)
    };
    // Holds, since neither does.
    assert_eq!(
        told("not (vb or vc)"),
        [of("not VB", &["visit/vb"]), of("not VC", &["visit/vc"])]
    );
    // Holds by the first that does not.
    assert_eq!(told("not (va and vb)"), [of("not VB", &["visit/vb"])]);
    // Fails, since one does.
    assert_eq!(told("not (va or vb)"), [of("VA", &["visit/va"])]);
    assert_eq!(told("vb and va"), [of("not VB", &["visit/vb"])]);
    assert_eq!(
        told("vb or vc"),
        [of("not VB", &["visit/vb"]), of("not VC", &["visit/vc"])]
    );
    let somebody = told("any member (not (ma and mc is x))");
    assert_eq!(somebody.len(), 1);
    assert_eq!(somebody[0].1, ["member:1/mc"]);
    let nobody = told("any member (not (ma or mc is x))");
    assert_eq!(nobody[0].1, ["member:1/ma"]);
}
