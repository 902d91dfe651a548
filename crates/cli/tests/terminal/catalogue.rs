//! `madoguchi catalogue test`, `households` and `diff` as an author of a catalogue uses them.

use serde_json::Value;
use std::path::{Path, PathBuf};

use super::{checkout, madoguchi, text};

fn release() -> PathBuf {
    checkout("catalogue/releases/2024-12-02")
}

/// A folder of its own for one test, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// The release with one text of one file changed.
fn changed(name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    let root = folder(name);
    copy(&release(), &root);
    let path = root.join(file);
    let content = std::fs::read_to_string(&path).unwrap();
    assert!(content.contains(from), "{file}: {from}");
    std::fs::write(&path, content.replacen(from, to, 1)).unwrap();
    root
}

fn households(name: &str, count: &str) -> PathBuf {
    let output = madoguchi(&["catalogue", "households", "--on", "2026-11-24", "--count", count]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let path = folder(name).join("households.jsonl");
    std::fs::write(&path, output.stdout).unwrap();
    path
}

#[test]
fn the_same_households_are_made_each_time() {
    let (one, other) = (households("one", "40"), households("other", "40"));
    let one = std::fs::read_to_string(one).unwrap();
    assert_eq!(one, std::fs::read_to_string(other).unwrap());
    assert_eq!(one.lines().count(), 40);
    let distinct: std::collections::BTreeSet<_> = one.lines().collect();
    assert_eq!(distinct.len(), 40);
}

#[test]
fn a_release_differs_from_itself_in_nothing() {
    let cases = households("itself", "60");
    let release = release();
    let (release, cases) = (release.to_str().unwrap(), cases.to_str().unwrap());
    let output = madoguchi(&["catalogue", "diff", release, release, "--cases", cases]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("規則に違いはありません"), "{said}");
    assert!(said.contains("60 件中 0 件"), "{said}");
}

#[test]
fn a_changed_rule_is_told_with_the_households_it_changes() {
    let new = changed(
        "changed",
        "procedures/care/CR-10.toml",
        "birth_date birthday 75",
        "birth_date birthday 30",
    );
    let cases = folder("care-household").join("cases.jsonl");
    let of = |born: &str| {
        serde_json::json!({
            "on": "2026-11-24", "events": ["care"], "visit": {},
            "members": [{ "id": "1", "birth_date": born }],
        })
        .to_string()
    };
    std::fs::write(&cases, format!("{}\n{}\n", of("1940-01-01"), of("1990-01-01"))).unwrap();
    let old = release();
    let output = madoguchi(&[
        "catalogue",
        "diff",
        old.to_str().unwrap(),
        new.to_str().unwrap(),
        "--cases",
        cases.to_str().unwrap(),
        "--json",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["rules"].as_array().unwrap().len(), 1);
    assert_eq!(report["rules"][0]["id"], "CR-10");
    assert_eq!(report["rules"][0]["change"]["changed"][0][0], "条件");
    assert_eq!(report["cases"]["cases"], 2);
    assert_eq!(report["cases"]["changed"], 1);
    let change = &report["cases"]["by_rule"][0];
    assert_eq!(change[0]["before"], "not_required");
    assert_eq!(change[0]["after"], "required");
    assert_eq!((&change[1], &change[2]), (&1.into(), &2.into()));
}

#[test]
fn a_line_that_is_no_household_is_named() {
    let cases = folder("no-household").join("cases.jsonl");
    std::fs::write(&cases, "{\"on\": \"yesterday\"}\n").unwrap();
    let release = release();
    let release = release.to_str().unwrap();
    let output = madoguchi(&[
        "catalogue",
        "diff",
        release,
        release,
        "--cases",
        cases.to_str().unwrap(),
    ]);
    assert!(!output.status.success());
    assert!(
        text(&output.stderr).contains("1 行目"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_scenario_that_comes_out_otherwise_fails_and_is_named() {
    let new = changed(
        "scenario",
        "procedures/care/CR-10.toml",
        "birth_date birthday 75",
        "birth_date birthday 76",
    );
    let scenarios = checkout("catalogue/scenarios");
    let output = madoguchi(&[
        "catalogue",
        "test",
        new.to_str().unwrap(),
        scenarios.to_str().unwrap(),
    ]);
    assert!(!output.status.success());
    let said = text(&output.stdout);
    assert!(said.contains("CR-10: 75歳の誕生日の当日"), "{said}");
}
