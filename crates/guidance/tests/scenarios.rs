//! The scenarios of `catalogue/scenarios`: for each procedure required, not required, and at the boundary.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use madoguchi_guidance::scenario::{ScenarioFile, run};
use madoguchi_guidance::{JudgementResult, Release};
use std::path::PathBuf;

fn files() -> Vec<ScenarioFile> {
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
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

fn release() -> &'static Release {
    Release::in_force("2026-11-24".parse().unwrap()).unwrap()
}

/// All that is wrong is told at once, for whoever is writing a catalogue.
#[test]
fn every_scenario_comes_out_as_written() {
    let wrong: Vec<String> = files().iter().flat_map(|file| run(file, release())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_procedure_has_scenarios_on_both_sides() {
    let files = files();
    for procedure in release().procedures() {
        let file = files
            .iter()
            .find(|file| file.procedure == procedure.id)
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
