//! Loading and checking catalogues: every mistake has its file, line and remedy.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use madoguchi_guidance::catalogue::{Finding, all_releases, load};
use madoguchi_guidance::check;
use std::path::{Path, PathBuf};

const RELEASE: &str = "../../catalogue/releases/2024-12-02";

fn read(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The findings of the real catalogue with one text of one file changed, and the changed file.
fn findings(file: &str, from: &str, to: &str) -> (Vec<Finding>, String) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(RELEASE);
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    let (_, text) = files.iter_mut().find(|(path, _)| path == file).unwrap();
    assert!(text.contains(from), "{file}: {from}");
    *text = text.replacen(from, to, 1);
    let changed = text.clone();
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.clone(), text.as_bytes()))
        .collect();
    let findings = match load(&files) {
        Ok(release) => check::check(&release),
        Err(findings) => findings,
    };
    (findings, changed)
}

#[test]
fn every_release_loads_and_has_a_hash_of_its_own() {
    assert!(!all_releases().is_empty());
    for release in all_releases() {
        assert_eq!(release.hash().len(), 64);
        assert!(release.facts().len() > 30 && release.procedures().len() == 257);
    }
}

const TK_01: &str = "procedures/move_within/TK-01.toml";
const TK_02: &str = "procedures/move_within/TK-02.toml";

/// The file, what is changed into what, what stands first on the line of the finding (empty: any line), and parts of
/// the finding.
type Mistake = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    [&'static str; 2],
);

const MISTAKES: &[Mistake] = &[
    (
        TK_02,
        "moves and has_card",
        "moves and",
        "condition = \"",
        ["事実の名前", "条件を直して"],
    ),
    (
        TK_02,
        "moves and has_card",
        "moves and has_crad",
        "condition = \"",
        ["has_crad", "has_card"],
    ),
    (
        TK_02,
        "moves and has_card",
        "moves and birth_date",
        "condition = \"",
        ["birth_date", "日付の事実"],
    ),
    (
        TK_02,
        "birth_date attains 15",
        "has_card attains 15",
        "has_card attains 15",
        ["has_card", "日付の事実ではありません"],
    ),
    (
        TK_02,
        "moves and has_card",
        "moves and residency is martian",
        "condition = \"",
        ["martian", "japanese"],
    ),
    (
        TK_02,
        "id = \"TK-02\"",
        "id = \"TK-99\"",
        "id = \"TK",
        ["ファイル名", "TK-99.toml"],
    ),
    (TK_02, "name = ", "nam = ", "nam = ", ["nam", "書き方"]),
    (
        TK_02,
        "initial_day = \"excluded\"\n",
        "",
        "text = \"",
        ["期限の書き方", "initial_day"],
    ),
    (
        TK_02,
        "code = \"resident_affairs\"",
        "code = \"shimin\"",
        "code = \"shimin\"",
        ["shimin", "sections.toml"],
    ),
    (
        TK_02,
        "id = \"card_entry_change_notification\"",
        "id = \"card\"",
        "id = \"card\"",
        ["card", "forms.toml"],
    ),
    (
        TK_01,
        "condition = \"moves\"",
        "condition = \"moves and not moves\"",
        "condition = \"",
        ["どんな場合にも必要になりません", "条件"],
    ),
    (
        TK_01,
        "condition = \"moves\"",
        "condition = \"moves or not moves\"",
        "condition = \"",
        ["どんな場合にも必要になります", "条件"],
    ),
    (
        TK_01,
        "summary = \"",
        "summary = \"\"\n# \"",
        "id = \"TK",
        ["summary", "書いてください"],
    ),
    (
        TK_01,
        "code = \"resident_affairs\"",
        "code = \"resident_affairs\"\nwhen = \"has_card\"",
        "condition = \"",
        ["担当の課が一つもない", "section"],
    ),
    (
        "procedures/move_within/TK-09.toml",
        "any member (moves)",
        "moves",
        "condition = \"",
        ["一人ひとりの事実", "any member"],
    ),
    (
        "procedures/move_within/TK-08.toml",
        "residency is special_permanent",
        "residency is japanese",
        "",
        ["決して当てはまりません", "when"],
    ),
    (
        TK_02,
        "follows = [\"TK-01\"]",
        "follows = [\"TK-99\"]",
        "id = \"TK",
        ["TK-99", "という手続きはありません"],
    ),
    (
        TK_01,
        "legal_basis = [",
        "follows = [\"TK-02\"]\nlegal_basis = [",
        "id = \"TK",
        ["follows をたどると", "向きを直して"],
    ),
    (
        TK_02,
        "legal_basis = [",
        "part_of = [\"TK-01\"]\nlegal_basis = [",
        "",
        ["MR-05.toml", "さらに別の手続きと一緒に済みます"],
    ),
    (
        "facts/10_visit.toml",
        "id = \"moved_on\"",
        "id = \"moves\"",
        "",
        ["既にある事実", "別の名前"],
    ),
    (
        "facts/16_family_register.toml",
        "plain = \"",
        "plain = \"\"\n# \"",
        "",
        [
            "「surname_changes」の plain（やさしい日本語）がありません",
            "書いてください",
        ],
    ),
    (
        "procedures/certificate/CT-02.toml",
        "wants_wide_area_certificate",
        "true",
        "",
        ["wants_wide_area_certificate", "どの条件にも使われていません"],
    ),
];

#[test]
fn each_mistake_has_its_line_and_remedy() {
    for (file, from, to, at, parts) in MISTAKES {
        let (findings, changed) = findings(file, from, to);
        let line = match changed.find(at) {
            Some(place) if !at.is_empty() => changed[..place].matches('\n').count() + 1,
            _ => 0,
        };
        let found = findings.iter().any(|finding| {
            let text = finding.to_string();
            (line == 0 || finding.line == line) && parts.iter().all(|part| text.contains(part))
        });
        assert!(found, "{file}:{line} {parts:?} in {findings:#?}");
    }
}

#[test]
fn any_change_of_a_file_changes_the_hash() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(RELEASE);
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    let hash = |files: &[(String, String)]| {
        let files: Vec<(String, &[u8])> = files
            .iter()
            .map(|(path, text)| (path.clone(), text.as_bytes()))
            .collect();
        load(&files).unwrap().hash().to_owned()
    };
    let before = hash(&files);
    assert_eq!(before, all_releases()[0].hash());
    files.reverse();
    assert_eq!(before, hash(&files));
    files[0].1.push('\n');
    assert_ne!(before, hash(&files));
}
