//! `madoguchi guide` and `madoguchi catalogue check` as someone at a terminal uses them.

use serde_json::Value;
use std::path::{Path, PathBuf};

use super::{checkout, madoguchi, text};

/// A file of its own for one test.
fn file(name: &str, content: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The complete example of the documentation.
fn example() -> String {
    let page = checkout("docs/guidance.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("```json\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_documented_example_is_judged() {
    let path = file("example.json", &example());
    let output = madoguchi(&[
        "guide",
        "--facts",
        path.to_str().unwrap(),
        "--on",
        "2026-11-24",
        "--json",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["on"], "2026-11-24");
    assert_eq!(report["release"], "2024-12-02");
    let judgements = report["judgements"].as_array().unwrap();
    let of = |procedure: &str, person: &str| {
        let same = |judged: &&Value| judged["procedure"] == procedure && judged["person"]["id"] == person;
        judgements.iter().find(same).unwrap()
    };
    let moved = of("TK-01", "1");
    assert_eq!(moved["result"], "required");
    assert_eq!(moved["deadline"]["date"], "2026-11-24");
    assert_eq!(moved["section"]["code"], "resident_affairs");
    assert_eq!(moved["section"]["name"], "市民課");
    assert_eq!(moved["reasons"][0]["facts"][0]["source"], "file");
    assert_eq!(of("TK-03", "1")["result"], "required");
    assert_eq!(of("TK-03", "3")["result"], "undetermined");
    assert_eq!(of("TK-04", "3")["result"], "required");
    assert_eq!(of("TK-04", "2")["result"], "not_required");
    let questions = report["questions"].as_array().unwrap();
    let school = questions
        .iter()
        .find(|question| question["fact"] == "school_district_changes")
        .unwrap();
    assert_eq!(school["person"], Value::Null);
    assert_eq!(school["affects"], serde_json::json!(["TK-06"]));
    assert_eq!(
        school["choices"][0],
        serde_json::json!({"id": "true", "label": "はい"})
    );
    assert!(
        questions
            .iter()
            .all(|question| question["fact"] != "health_insurance")
    );
}

#[test]
fn without_json_it_is_a_text_to_read() {
    let path = file("example_text.json", &example());
    let path = path.to_str().unwrap();
    let output = madoguchi(&["guide", "--facts", path, "--on", "2026-11-24"]);
    assert!(text(&output.stdout).contains("■ TK-01 転居届　見本　太郎さん　［市民課］"));
    let output = madoguchi(&[
        "guide",
        "--explain",
        "TK-04",
        "--facts",
        path,
        "--on",
        "2026-11-24",
    ]);
    let explained = text(&output.stdout);
    assert!(
        explained.contains("必要になる条件") && explained.contains("■ 見本　ウメさん: 必要"),
        "{explained}"
    );
}

#[test]
fn facts_are_listed() {
    assert!(
        text(&madoguchi(&["guide", "facts", "--on", "2026-11-24"]).stdout)
            .contains("health_insurance　健康保険")
    );
    let output = madoguchi(&["guide", "facts", "--on", "2026-11-24", "--json"]);
    let facts: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        facts["facts"]
            .as_array()
            .unwrap()
            .iter()
            .any(|fact| fact["id"] == "moves" && fact["type"] == "bool")
    );
}

#[test]
fn mistakes_are_told_and_the_command_fails() {
    let wrong = file(
        "wrong.json",
        r#"{"events":["move_within"],"members":[{"id":"1","birthdate":"1980-01-01"}]}"#,
    );
    let broken = file("broken.json", "{");
    for (arguments, part) in [
        (
            vec!["guide", "--facts", wrong.to_str().unwrap(), "--on", "2026-11-24"],
            "近い名前: birth_date",
        ),
        (
            vec!["guide", "--facts", broken.to_str().unwrap(), "--on", "2026-11-24"],
            "JSON として正しくありません",
        ),
        (
            vec!["guide", "--facts", "no-such-file.json", "--on", "2026-11-24"],
            "no-such-file.json を読めません",
        ),
        (vec!["guide", "--explain", "TK-99", "--on", "2026-11-24"], "TK-01"),
        (
            vec!["guide", "--explain", "TK-01", "--on", "2024-12-01"],
            "施行されている制度カタログの版がありません",
        ),
        (
            vec!["guide", "--explain", "TK-01", "--on", "2026-02-30"],
            "2026-11-24 の形",
        ),
        (vec!["guide", "--on", "2026-11-24"], "--facts FILE"),
        (
            vec![
                "guide",
                "--municipality",
                "131011",
                "--explain",
                "TK-01",
                "--on",
                "2026-11-24",
            ],
            "検査数字",
        ),
    ] {
        let output = madoguchi(&arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(
            text(&output.stderr).contains(part),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_catalogue_is_checked() {
    let output = madoguchi(&["catalogue", "check"]);
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("誤りはありません"));
    // A folder of releases, and one of them.
    for folder in ["catalogue/releases", "catalogue/releases/2024-12-02"] {
        let output = madoguchi(&["catalogue", "check", checkout(folder).to_str().unwrap()]);
        assert!(text(&output.stdout).contains("誤りはありません"), "{folder}");
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("empty_catalogue");
    std::fs::create_dir_all(&folder).unwrap();
    let output = madoguchi(&["catalogue", "check", folder.to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(
        text(&output.stdout).contains("release.toml"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_municipalitys_overlay_is_laid_over_and_its_mistakes_are_told() {
    let facts = file("overlaid.json", &example());
    let overlay = file(
        "overlay.toml",
        "title = \"例\"\n[[change]]\nid = \"TK-01\"\nname = \"転居届（見本市）\"\n",
    );
    let judged = |overlay: &Path| {
        madoguchi(&[
            "guide",
            "--facts",
            facts.to_str().unwrap(),
            "--on",
            "2026-11-24",
            "--overlay",
            overlay.to_str().unwrap(),
            "--json",
        ])
    };
    let output = judged(&overlay);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let judgements = report["judgements"].as_array().unwrap();
    let moved = judgements
        .iter()
        .find(|judged| judged["procedure"] == "TK-01")
        .unwrap();
    assert_eq!(
        (&moved["name"], &moved["origin"]),
        (&"転居届（見本市）".into(), &"changed".into())
    );
    assert_eq!(report["overlay_hash"].as_str().unwrap().len(), 64);

    let wrong = file("wrong.toml", "title = \"例\"\n[[change]]\nid = \"TK-00\"\n");
    let output = judged(&wrong);
    assert!(!output.status.success());
    assert!(
        text(&output.stderr).contains("overlay.toml:3"),
        "{}",
        text(&output.stderr)
    );
    let release = checkout("catalogue/releases/2024-12-02");
    let checked = |overlay: &Path| {
        madoguchi(&[
            "catalogue",
            "check",
            release.to_str().unwrap(),
            "--overlay",
            overlay.to_str().unwrap(),
        ])
    };
    assert!(checked(&overlay).status.success());
    assert!(text(&checked(&wrong).stdout).contains("「TK-00」という手続きはありません"));
}
