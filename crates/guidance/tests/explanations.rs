//! Golden texts: what an officer reads.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use madoguchi_guidance::{MunicipalitySettings, Release, Situation, explain, judge};

const FAMILY: &str = r#"{
  "events": ["move_within"],
  "visit": {
    "moved_on": "2026-11-10", "filed_on": "2026-11-24", "visitor": "self", "joins_existing_household": false,
    "card_lost": false, "school_district_changes": true, "uses_water_service": true, "movers_own_dog": false,
    "uses_municipal_housing": false, "uses_municipal_cemetery": false
  },
  "members": [
    { "id": "1", "name": "見本　太郎", "relationship": "世帯主", "birth_date": "1980-04-01", "moves": true,
      "residency": "japanese", "health_insurance": "national", "care_insurance": "none", "has_card": true,
      "card_expires_on": "2030-04-01", "has_card_certificates": true, "card_certificates_expire_on": "2027-01-10",
      "physical_disability_certificate": false, "intellectual_disability_certificate": false,
      "mental_disability_certificate": false, "medical_care_certificate": false,
      "welfare_service_certificate": false },
    { "id": "2", "name": "見本　一郎", "relationship": "子", "birth_date": "2015-08-01", "moves": true,
      "residency": "japanese", "health_insurance": "national", "has_card": false, "attends_municipal_school": true,
      "physical_disability_certificate": false, "intellectual_disability_certificate": false,
      "mental_disability_certificate": false, "medical_care_certificate": false,
      "welfare_service_certificate": false },
    { "id": "3", "name": "見本　ウメ", "relationship": "母", "moves": true, "residency": "japanese",
      "birth_date": { "earliest": "1951-01-01", "latest": "1951-12-31", "text": "昭和26年頃" },
      "health_insurance": { "unknown": "not_known" }, "care_insurance": "insured", "has_card": false,
      "physical_disability_certificate": true, "intellectual_disability_certificate": false,
      "mental_disability_certificate": { "unknown": "no_legal_basis" }, "medical_care_certificate": false,
      "welfare_service_certificate": false }
  ]
}"#;

fn release() -> &'static Release {
    Release::in_force("2026-11-24".parse().unwrap()).unwrap()
}

fn family() -> Situation {
    let file = serde_json::from_str(FAMILY).unwrap();
    Situation::from_file(&file, "2026-11-24".parse().unwrap(), release()).unwrap()
}

#[test]
fn the_family_as_text() {
    let guidance = judge(release(), &family(), &MunicipalitySettings::default()).unwrap();
    insta::assert_snapshot!(explain::guidance(&guidance));
}

#[test]
fn the_family_as_data() {
    let guidance = judge(release(), &family(), &MunicipalitySettings::default()).unwrap();
    let mut value = serde_json::to_value(guidance).unwrap();
    // The hash changes with every text of the catalogue; the rest is worth reading when it changes.
    value["release_hash"] = "…".into();
    let undetermined =
        |judged: &&serde_json::Value| judged["procedure"] == "TK-04" || judged["procedure"] == "TK-06";
    let judgements: Vec<_> = value["judgements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(undetermined)
        .cloned()
        .collect();
    value["judgements"] = judgements.into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn every_fact() {
    insta::assert_snapshot!(explain::facts(release()));
}

#[test]
fn every_procedure() {
    for procedure in release().procedures() {
        let text = explain::procedure(release(), &procedure.id, None).unwrap();
        insta::assert_snapshot!(format!("rule_{}", procedure.id), text);
    }
}

#[test]
fn procedures_applied_to_the_family() {
    let (situation, settings) = (family(), MunicipalitySettings::default());
    for id in ["TK-01", "TK-04", "TK-06", "CT-06"] {
        let text = explain::procedure(release(), id, Some((&situation, &settings))).unwrap();
        let applied = text.split_once("\n判定（").unwrap().1;
        insta::assert_snapshot!(format!("applied_{id}"), applied);
    }
}

#[test]
fn a_procedure_that_is_none() {
    let error = explain::procedure(release(), "TK-99", None).unwrap_err();
    assert!(
        error.to_string().contains("TK-99") && error.to_string().contains("TK-01"),
        "{error}"
    );
}
