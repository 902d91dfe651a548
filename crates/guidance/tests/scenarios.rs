//! The scenarios of `catalogue/scenarios`: for each procedure required, not required, and at the boundary.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use chrono::NaiveDate;
use madoguchi_guidance::catalogue::OutcomeKind;
use madoguchi_guidance::judge::Judgement;
use madoguchi_guidance::{Guidance, JudgementResult, MunicipalitySettings, Release, Situation, judge};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    procedure: String,
    scenario: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    on: NaiveDate,
    #[serde(default = "move_within")]
    events: Vec<String>,
    #[serde(default)]
    visit: serde_json::Map<String, serde_json::Value>,
    members: Vec<serde_json::Value>,
    #[serde(default)]
    settings: BTreeMap<String, bool>,
    expect: Vec<Expect>,
    /// Exactly the questions that can still change something about this procedure.
    asks: Option<BTreeSet<String>>,
}

fn move_within() -> Vec<String> {
    vec!["move_within".to_owned()]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    person: Option<String>,
    result: JudgementResult,
    deadline: Option<NaiveDate>,
    overdue: Option<bool>,
    #[serde(default)]
    no_deadline_date: bool,
    outcome: Option<OutcomeKind>,
    /// Exactly the sections that certainly have work to do.
    sections: Option<Vec<String>>,
    /// Exactly the sections that may have work to do.
    possible_sections: Option<Vec<String>>,
    /// Exactly the forms.
    forms: Option<Vec<String>>,
    /// Parts of the texts of what certainly has to be brought.
    #[serde(default)]
    belongings: Vec<String>,
    /// Parts of texts of what need not be brought.
    #[serde(default)]
    not_belongings: Vec<String>,
    /// Parts of the texts of exactly the notes.
    notes: Option<Vec<String>>,
}

fn files() -> Vec<(PathBuf, File)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/scenarios");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, file)
        })
        .collect()
}

fn guidance(scenario: &Scenario) -> Guidance {
    let release = Release::in_force(scenario.on).unwrap();
    let file = serde_json::json!({
        "events": scenario.events, "visit": scenario.visit, "members": scenario.members,
    });
    let situation =
        Situation::from_file(&file, scenario.on, release).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let settings = MunicipalitySettings {
        facts: scenario.settings.clone(),
        ..MunicipalitySettings::default()
    };
    judge(release, &situation, &settings).unwrap()
}

/// All that is wrong is told at once, for whoever is writing a catalogue.
#[test]
fn every_scenario_comes_out_as_written() {
    let files = files();
    let wrong: Vec<&str> = files
        .iter()
        .flat_map(|(_, file)| file.scenario.iter().map(move |scenario| (file, scenario)))
        .filter(|(file, scenario)| std::panic::catch_unwind(|| check(file, scenario)).is_err())
        .map(|(_, scenario)| scenario.name.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn check(file: &File, scenario: &Scenario) {
    let guidance = guidance(scenario);
    let name = format!("{}: {}", file.procedure, scenario.name);
    assert!(guidance.conflicts.is_empty(), "{name}: {:?}", guidance.conflicts);
    let judged: Vec<_> = guidance
        .judgements
        .iter()
        .filter(|judged| judged.procedure == file.procedure)
        .collect();
    assert_eq!(judged.is_empty(), scenario.expect.is_empty(), "{name}");
    for expect in &scenario.expect {
        let person = |judged: &&&Judgement| {
            judged.person.as_ref().map(|person| &person.id.0) == expect.person.as_ref()
        };
        let judged = judged
            .iter()
            .find(person)
            .unwrap_or_else(|| panic!("{name}: nobody {:?}", expect.person));
        compare(&name, expect, judged);
    }
    if let Some(asks) = &scenario.asks {
        let asked: BTreeSet<_> = guidance
            .questions
            .iter()
            .filter(|question| question.affects.contains(&file.procedure))
            .map(|question| question.key.to_string())
            .collect();
        assert_eq!(&asked, asks, "{name}");
    }
}

fn compare(name: &str, expect: &Expect, judged: &Judgement) {
    let name = format!("{name} ({:?})", expect.person);
    assert_eq!(judged.result, expect.result, "{name}");
    let deadline = judged.deadline.as_ref();
    if let Some(date) = expect.deadline {
        assert_eq!(deadline.and_then(|deadline| deadline.date), Some(date), "{name}");
    }
    if expect.no_deadline_date {
        assert_eq!(deadline.and_then(|deadline| deadline.date), None, "{name}");
    }
    if expect.overdue.is_some() {
        assert_eq!(
            deadline.and_then(|deadline| deadline.overdue),
            expect.overdue,
            "{name}"
        );
    }
    if expect.outcome.is_some() {
        assert_eq!(judged.outcome_kind, expect.outcome, "{name}");
    }
    let sections = |certain: bool| -> Vec<String> {
        let found = judged
            .sections
            .iter()
            .filter(|section| section.certain == certain);
        found.map(|section| section.code.clone()).collect()
    };
    if let Some(expected) = &expect.sections {
        assert_eq!(&sections(true), expected, "{name}");
    }
    if let Some(expected) = &expect.possible_sections {
        assert_eq!(&sections(false), expected, "{name}");
    }
    if let Some(expected) = &expect.forms {
        assert_eq!(&judged.forms, expected, "{name}");
    }
    for part in &expect.belongings {
        let found = judged
            .belongings
            .iter()
            .any(|belonging| belonging.certain && belonging.text.contains(part));
        assert!(found, "{name}: {part} in {:?}", judged.belongings);
    }
    for part in &expect.not_belongings {
        let found = judged
            .belongings
            .iter()
            .any(|belonging| belonging.text.contains(part));
        assert!(!found, "{name}: {part} not in {:?}", judged.belongings);
    }
    if let Some(parts) = &expect.notes {
        assert_eq!(judged.notes.len(), parts.len(), "{name}: {:?}", judged.notes);
        for (part, note) in parts.iter().zip(&judged.notes) {
            assert!(
                note.certain && note.text.contains(part),
                "{name}: {part} in {note:?}"
            );
        }
    }
}

#[test]
fn every_procedure_has_scenarios_on_both_sides() {
    let on: NaiveDate = "2026-11-24".parse().unwrap();
    let files = files();
    for procedure in Release::in_force(on).unwrap().procedures() {
        let (_, file) = files
            .iter()
            .find(|(_, file)| file.procedure == procedure.id)
            .unwrap_or_else(|| panic!("{} has no scenarios", procedure.id));
        assert!(file.scenario.len() >= 3, "{}", procedure.id);
        let results: Vec<_> = file
            .scenario
            .iter()
            .flat_map(|scenario| scenario.expect.iter().map(|expect| expect.result))
            .collect();
        for result in [JudgementResult::Required, JudgementResult::NotRequired] {
            assert!(
                results.contains(&result),
                "{}: no scenario is {result:?}",
                procedure.id
            );
        }
    }
}
