//! Several life events in one visit: one job once, things in their order, and what each day's law says.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use chrono::NaiveDate;
use madoguchi_guidance::{
    Guidance, Judgement, JudgementResult, MunicipalitySettings, Release, Situation, judge,
};
use serde_json::{Value, json};

fn judged(on: &str, file: &Value) -> Guidance {
    let on: NaiveDate = on.parse().unwrap();
    let release = Release::in_force(on).unwrap();
    let situation = Situation::from_file(file, on, release).unwrap();
    judge(release, &situation, &MunicipalitySettings::default()).unwrap()
}

fn of<'g>(guidance: &'g Guidance, procedure: &str) -> Vec<&'g Judgement> {
    guidance
        .judgements
        .iter()
        .filter(|judgement| judgement.procedure == procedure)
        .collect()
}

fn newly_married() -> Guidance {
    judged(
        "2026-11-24",
        &json!({
            "events": ["move_within", "marriage"],
            "visit": { "moved_on": "2026-11-10", "married_on": "2026-11-20", "visitor": "self", "marriage_report": "done",
                "spouse_is_foreign": false, "wants_signature_certificate": true,
                "address_or_household_changes": true },
            "members": [{
                "id": "1", "moves": true, "birth_date": "1995-01-01", "residency": "japanese",
                "marries": true, "surname_changes": true, "has_card": true,
                "card_expires_on": "2030-01-01", "has_card_certificates": true,
                "card_certificates_expire_on": "2030-01-01",
            }],
        }),
    )
}

#[test]
fn one_job_is_done_once_with_the_reasons_of_both() {
    let guidance = newly_married();
    let (card, marriage_card) = (of(&guidance, "TK-02")[0], of(&guidance, "MR-05")[0]);
    assert_eq!(card.result, JudgementResult::Required);
    assert_eq!(marriage_card.result, JudgementResult::Required);
    assert_eq!(marriage_card.done_with.as_deref(), Some("TK-02"));
    assert_eq!(card.combines, ["MR-05"]);
    assert_eq!(card.done_with, None);
    let speaks_of = |word: &str| card.reasons.iter().any(|reason| reason.text.contains(word));
    assert!(speaks_of("氏が変わる"), "{:?}", card.reasons);
    // The earlier of the two deadlines is the one that counts.
    let deadline = card.deadline.as_ref().unwrap();
    assert_eq!(deadline.date, Some("2026-11-24".parse().unwrap()));
    assert_eq!(deadline.days_left, Some(0));
}

#[test]
fn things_are_done_in_their_order() {
    let guidance = newly_married();
    let step = |procedure: &str| of(&guidance, procedure)[0].step.unwrap();
    assert_eq!(step("TK-01"), 1);
    assert!(step("TK-01") < step("TK-02"));
    for judgement in &guidance.judgements {
        let required = judgement.result == JudgementResult::Required;
        assert_eq!(judgement.step.is_some(), required, "{}", judgement.procedure);
        for first in &judgement.follows {
            assert!(
                step(first) < judgement.step.unwrap(),
                "{} after {first}",
                judgement.procedure
            );
        }
    }
}

#[test]
fn what_concerns_another_person_stays_a_job_of_its_own() {
    let guidance = judged(
        "2026-11-24",
        &json!({
            "events": ["move_within", "marriage"],
            "visit": { "moved_on": "2026-11-10", "married_on": "2026-11-20" },
            "members": [
                { "id": "1", "moves": true, "has_card": true, "marries": false },
                { "id": "2", "moves": false, "has_card": true, "marries": true, "surname_changes": true },
            ],
        }),
    );
    let own = of(&guidance, "MR-05")
        .into_iter()
        .find(|judgement| judgement.person.as_ref().unwrap().id.0 == "2")
        .unwrap();
    assert_eq!(own.result, JudgementResult::Required);
    assert_eq!(own.done_with, None);
}

/// A part whose section or form the whole does not have would be lost with it.
#[test]
fn what_the_other_paper_does_not_cover_stays_a_job_of_its_own() {
    let leaving = |insurance: &str| {
        judged(
            "2026-11-24",
            &json!({
                "events": ["move_out", "foreign_resident"],
                "visit": { "foreign_matter": "leaves_japan", "moves_out_on": "2026-12-01", "moves_abroad": true },
                "members": [{
                    "id": "1", "moves": true, "residency": "mid_to_long_term", "birth_date": "1995-01-01",
                    "health_insurance": insurance, "pension_category": "second",
                    "concerned_by_foreign_matter": true,
                }],
            }),
        )
    };
    for guidance in [leaving("national"), leaving("employees")] {
        let whole = of(&guidance, "TS-01")[0];
        for part in guidance.judgements.iter().filter(|one| one.done_with.is_some()) {
            let whole = of(&guidance, part.done_with.as_deref().unwrap())[0];
            assert!(
                part.forms.iter().all(|form| whole.forms.contains(form)),
                "{}",
                part.procedure
            );
        }
        assert_eq!(whole.result, JudgementResult::Required);
    }
    let national = leaving("national");
    let own = of(&national, "FR-13")[0];
    assert_eq!((own.result, &own.done_with), (JudgementResult::Required, &None));
    let employees = leaving("employees");
    assert_eq!(of(&employees, "FR-13")[0].done_with.as_deref(), Some("TS-01"));
}

/// The law's changes of 2026, on the last day before and on the first day after.
#[test]
fn the_same_facts_come_out_as_the_law_of_the_day_says() {
    let divorce = |on: &str| {
        judged(
            on,
            &json!({
                "events": ["divorce"],
                "visit": { "divorced_on": on, "employees_pension_in_marriage": true, "divorce_reported": false,
                    "divorce_by": "agreement" },
                "members": [{ "id": "1", "divorces": true }],
            }),
        )
    };
    let pension = |on: &str| of(&divorce(on), "DV-16")[0].deadline.as_ref().unwrap().date;
    assert_eq!(pension("2026-03-31"), Some("2028-03-31".parse().unwrap()));
    assert_eq!(pension("2026-04-01"), Some("2031-04-01".parse().unwrap()));
    let form = |on: &str| {
        let guidance = divorce(on);
        let notes = &of(&guidance, "DV-01")[0].notes;
        notes.iter().any(|note| note.text.contains("新しい様式"))
    };
    assert!(!form("2026-03-31"));
    assert!(form("2026-04-01"));

    let reading = |on: &str| {
        let facts = json!({
            "events": ["name_change"], "visit": { "name_report": "furigana" }, "members": [{ "id": "1" }],
        });
        let guidance = judged(on, &facts);
        of(&guidance, "NM-03")[0]
            .notes
            .iter()
            .map(|note| note.text.clone())
            .collect::<Vec<_>>()
    };
    assert_ne!(reading("2026-05-25"), reading("2026-05-26"));

    let card = |on: &str| {
        let facts = json!({
            "events": ["foreign_resident"],
            "members": [{ "id": "1", "residency": "mid_to_long_term", "wants_specified_card": true }],
        });
        of(&judged(on, &facts), "FR-09").len()
    };
    assert_eq!((card("2026-06-13"), card("2026-06-14")), (0, 1));

    let exemption = |on: &str| {
        let facts = json!({
            "events": ["birth"], "visit": { "born_on": "2026-09-01" },
            "members": [{ "id": "1", "pension_category": "first" }],
        });
        of(&judged(on, &facts), "BT-14").len()
    };
    assert_eq!((exemption("2026-09-30"), exemption("2026-10-01")), (0, 1));
}

#[test]
fn what_is_late_is_told_from_the_day_of_filing() {
    let judged_with = |filed_on: Option<&str>| {
        let mut visit = json!({ "moved_on": "2026-11-04", "visitor": "self" });
        if let Some(day) = filed_on {
            visit["filed_on"] = json!(day);
        }
        let guidance = judged(
            "2026-11-24",
            &json!({ "events": ["move_within"], "visit": visit, "members": [{ "id": "1", "moves": true }] }),
        );
        let deadline = of(&guidance, "TK-01")[0].deadline.clone().unwrap();
        (
            deadline.date.unwrap().to_string(),
            deadline.overdue,
            deadline.days_left,
        )
    };
    assert_eq!(judged_with(None), ("2026-11-18".to_owned(), Some(true), Some(-6)));
    assert_eq!(
        judged_with(Some("2026-11-16")),
        ("2026-11-18".to_owned(), Some(false), Some(2))
    );
}
