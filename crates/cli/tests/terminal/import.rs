//! `madoguchi import layouts` and `sample`, which need no database.

use std::path::Path;

use super::{madoguchi, text};

#[test]
fn layouts_are_listed_and_told() {
    let listed = madoguchi(&["import", "layouts"]);
    assert!(listed.status.success());
    let listed = text(&listed.stdout);
    assert_eq!(listed.lines().count(), 13);
    for line in listed.lines() {
        let (id, title) = line.split_once('\t').unwrap();
        let told = madoguchi(&["import", "layouts", id]);
        let told = text(&told.stdout);
        assert!(told.contains(&format!("id = \"{id}\"")) && told.contains(title));
    }
    let unknown = madoguchi(&["import", "layouts", "no_such"]);
    assert!(!unknown.status.success());
    assert!(text(&unknown.stderr).contains("取込定義「no_such」がありません"));
}

#[test]
fn the_same_people_come_out_of_the_same_seed() {
    let sample = |name: &str, seed: &str| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let file = path.to_str().unwrap();
        let arguments = ["--residents", "50", "--seed", seed, "--on", "2026-11-28"];
        let made = madoguchi(&[&["import", "sample", "residents", file], &arguments[..]].concat());
        assert!(made.status.success(), "{}", text(&made.stderr));
        std::fs::read(path).unwrap()
    };
    let one = sample("import-sample-1.csv", "1");
    assert_eq!(sample("import-sample-again.csv", "1"), one);
    assert_ne!(sample("import-sample-2.csv", "2"), one);
    assert!(text(&one).starts_with("\"宛名番号\",\"履歴番号\""));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let missing = madoguchi(&[
        "import",
        "residents",
        "/no/such.csv",
        "--database-url",
        "postgres://x/y",
    ]);
    assert!(!missing.status.success());
    assert!(text(&missing.stderr).contains("/no/such.csv を読めません"));
}
