//! What the check of a release tells, on the boundary between telling and not telling.

use std::collections::BTreeMap;

use madoguchi_guidance::catalogue::load;
use madoguchi_guidance::check::{check, check_all};

use super::{files, loaded, procedure, with};

const PROCEDURE: &str = "procedures/move_in/PP-01.toml";

fn found(files: &BTreeMap<String, String>) -> Vec<String> {
    let findings = check(&loaded(files));
    findings.into_iter().map(|finding| finding.problem).collect()
}

/// What the check says of the small release with another procedure in the place of the first.
fn of(subject: &str, condition: &str, rows: &str) -> Vec<String> {
    let mut files = files();
    files.insert(PROCEDURE.to_owned(), procedure("PP-01", subject, condition, rows));
    found(&files)
}

fn of_basis(basis: &str) -> Vec<String> {
    let mut files = files();
    let laws = files.get_mut("laws.toml").unwrap();
    laws.push_str("[[law]]\nname = \"甲法施行規則\"\n");
    let rows = format!("[[deadline]]\ntext = \"e\"\nbasis = \"{basis}、甲法施行規則9条\"\n");
    files.insert(PROCEDURE.to_owned(), procedure("PP-01", "visit", "va", &rows));
    found(&files)
}

#[test]
fn bases_are_read_to_their_end() {
    let none: [&str; 0] = [];
    for good in [
        "甲法23条",
        "甲法23条・24条1項",
        "甲法27条8項・11項",
        "甲法附則4条",
        "甲法附則",
        "甲法別表第一",
        "甲法12条から12条の4まで",
        "甲法23条（改正前）、乙法3条",
        "甲法23条、乙法3条",
        "甲法に関する法律",
        "甲法",
    ] {
        let findings = of_basis(good);
        // The long name is to be written short, and nothing else is told.
        if good == "甲法に関する法律" {
            assert_eq!(
                findings,
                ["「甲法に関する法律」という法令は laws.toml にありません"]
            );
        } else {
            assert_eq!(findings, none, "{good}");
        }
    }
    for (bad, problem) in [
        // A paragraph has no article before it.
        ("甲法11項", "の条文の書き方が違います"),
        ("甲法第23条", "の条文の書き方が違います"),
        // What follows a known law tells whether it is that law.
        ("甲法二十三条", "の条文の書き方が違います"),
        ("甲法２３条", "の条文の書き方が違います"),
        ("甲法人法3条", "「甲法人法」という法令は laws.toml にありません"),
        ("丙法附則4条", "「丙法」という法令は laws.toml にありません"),
        ("丙法第4条", "「丙法」という法令は laws.toml にありません"),
        ("甲法23条・23条", "「甲法23条」が2回あります"),
    ] {
        let findings = of_basis(bad);
        assert!(
            findings.iter().any(|found| found.contains(problem)),
            "{bad}: {findings:#?}"
        );
    }
}

/// 「同法」 is the law, not its order or regulation.
#[test]
fn the_same_law_is_the_law_itself() {
    for subordinate in ["施行令", "施行規則"] {
        let good = format!("甲法23条、甲法{subordinate}5条、同法5条");
        assert_eq!(of_basis(&good), Vec::<String>::new(), "{good}");
        let twice = format!("甲法23条、甲法{subordinate}5条、同法23条");
        assert!(
            of_basis(&twice)
                .iter()
                .any(|found| found.contains("「甲法23条」が2回")),
            "{twice}"
        );
        let own = format!("甲法23条、同法{subordinate}5条、甲法{subordinate}5条");
        let twice = format!("「甲法{subordinate}5条」が2回");
        assert!(of_basis(&own).iter().any(|found| found.contains(&twice)), "{own}");
    }
}

#[test]
fn a_run_of_articles_is_one_article() {
    let of_article = |text: &str| {
        let mut files = files();
        let file = files.get_mut(PROCEDURE).unwrap();
        *file = file.replacen("\"23条\"", &format!("\"{text}\""), 1);
        found(&files)
    };
    assert_eq!(of_article("12条から12条の4まで"), Vec::<String>::new());
    for bad in ["12条から12条の4", "12条から", "12条から12条の4までほか"] {
        assert_eq!(of_article(bad), [format!("条文「{bad}」の書き方が違います")]);
    }
}

/// A section may be missing on some later day only.
#[test]
fn a_section_is_there_on_every_day() {
    let sections = |when: &str| {
        let mut files = files();
        let text = procedure("PP-01", "visit", "va", "");
        let text = text.replace("code = \"s\"\n", &format!("code = \"s\"\nwhen = \"{when}\"\n"));
        files.insert(PROCEDURE.to_owned(), text);
        found(&files)
    };
    assert_eq!(
        sections("vd <= 2026-06-01"),
        ["担当の課が一つもない場合があります"]
    );
    assert_eq!(
        sections("not vd <= 2026-06-01"),
        ["担当の課が一つもない場合があります"]
    );
}

/// The days after a procedure's term say nothing about it, even where another one is looked at then.
#[test]
fn only_the_days_of_a_procedure_s_own_term_count() {
    let mut files = files();
    let text = procedure("PP-01", "visit", "va and vd >= 2026-06-01", "")
        .replace("summary", "valid_to = 2026-05-31\nsummary");
    files.insert(PROCEDURE.to_owned(), text);
    let later = procedure("PP-02", "visit", "vb", "").replace("summary", "valid_from = 2026-06-01\nsummary");
    files.insert("procedures/move_in/PP-02.toml".to_owned(), later);
    assert_eq!(found(&files), ["この手続きは、どんな場合にも必要になりません"]);
}

#[test]
fn the_last_operand_stays() {
    assert_eq!(
        of("visit", "true and true", ""),
        [
            "この手続きは、どんな場合にも必要になります",
            "条件の and の中の「いつでも当てはまる」は、ほかの部分から決まり、何も変えません",
        ]
    );
}

#[test]
fn of_rows_that_say_the_same_one_is_told() {
    let same = "は、同じ内容の別の行が必ず当てはまるため、何も変えません";
    assert_eq!(
        of(
            "visit",
            "va",
            "[[field]]\nfact = \"vd\"\n[[field]]\nfact = \"vd\"\n"
        ),
        [format!("[[field]]{same}")]
    );
    assert_eq!(
        of("visit", "va", "[[note]]\ntext = \"n\"\n[[note]]\ntext = \"n\"\n"),
        [format!("[[note]]「n」{same}")]
    );
    assert_eq!(
        of("visit", "va", "[[section]]\ncode = \"s\"\n"),
        [format!("[[section]]「s」{same}")]
    );
    // Of sections the first is the principal one: a later one that holds always makes it no less.
    assert_eq!(
        of(
            "visit",
            "va",
            "[[section]]\ncode = \"u\"\nwhen = \"vb\"\n[[section]]\ncode = \"u\"\n"
        ),
        Vec::<String>::new()
    );
    // Of notes it does.
    assert_eq!(
        of(
            "visit",
            "va",
            "[[note]]\ntext = \"n\"\nwhen = \"vb\"\n[[note]]\ntext = \"n\"\n"
        ),
        [format!("[[note]]「n」{same}")]
    );
}

/// The same condition makes two procedures one only with the same name or forms, in the same visit, of the same subject.
#[test]
fn procedures_are_probably_one_only_where_everything_is_the_same() {
    let twin = |change: &dyn Fn(String) -> String, subject: &str, condition: &str| {
        let mut files = files();
        let form = "[[form]]\nid = \"f\"\n";
        let first = procedure("PP-01", subject, condition, form);
        files.insert(PROCEDURE.to_owned(), first);
        let second = procedure("PP-02", subject, condition, form);
        files.insert("procedures/move_in/PP-02.toml".to_owned(), change(second));
        files
            .get_mut("forms.toml")
            .unwrap()
            .push_str("[[form]]\nid = \"g\"\nname = \"g\"\n");
        found(&files)
    };
    let none: [&str; 0] = [];
    let same = |text: String| text;
    assert_eq!(
        twin(&same, "visit", "va"),
        ["「PP-01」（PP-01）と、必要になる場合も様式も同じです"]
    );
    let named = |text: String| text.replace("name = \"PP-02\"", "name = \"PP-01\"");
    assert_eq!(
        twin(&named, "visit", "va"),
        ["「PP-01」（PP-01）と、必要になる場合も名前も同じです"]
    );
    let formless = |text: String| text.replace("[[form]]\nid = \"f\"\n", "");
    assert_eq!(twin(&formless, "visit", "va"), none);
    let other = |text: String| text.replace("id = \"f\"", "id = \"g\"");
    assert_eq!(twin(&other, "visit", "va"), none);
    let apart = |text: String| text.replace("\"move_in\", \"birth\"", "\"death\"");
    assert_eq!(twin(&apart, "visit", "va"), none);
    let before = |text: String| text.replace("condition = \"va\"", "condition = \"va and vb\"");
    assert_eq!(twin(&before, "visit", "va"), none);
    let person = |text: String| text.replace("subject = \"visit\"", "subject = \"member\"");
    assert_eq!(twin(&person, "visit", "va"), none);
}

#[test]
fn a_release_may_be_for_one_day() {
    let of = |id: &str, from: &str, to: &str| {
        let mut files = files();
        let to = if to.is_empty() {
            String::new()
        } else {
            format!("valid_to = {to}\n")
        };
        files.insert(
            "release.toml".to_owned(),
            format!("id = \"{id}\"\ntitle = \"r\"\nvalid_from = {from}\n{to}"),
        );
        loaded(&files)
    };
    let next = of("b", "2026-01-02", "");
    let told = |release| {
        let findings = check_all(&[&release, &next]);
        let findings: Vec<_> = findings.into_iter().map(|finding| finding.problem).collect();
        findings
    };
    let none: [&str; 0] = [];
    assert_eq!(told(of("a", "2026-01-01", "2026-01-01")), none);
    assert_eq!(
        told(of("a", "2026-01-01", "2025-12-31"))
            .iter()
            .filter(|problem| problem.contains("より前です"))
            .count(),
        1
    );
    assert_eq!(
        told(of("a", "2026-01-01", "2026-01-02")),
        ["2026-01-02 から 2026-01-02 まで、「b」と施行期間が重なります"]
    );
    assert_eq!(
        told(of("a", "2025-12-01", "2025-12-31")),
        ["2026-01-01 から 2026-01-01 まで、施行されている版がありません（次は「b」）"]
    );
}

/// What loading says: line, problem, remedy.
fn refused(condition: &str) -> (usize, String) {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let text = files[PROCEDURE].replacen("\"va\"", condition, 1);
    files.insert(PROCEDURE.to_owned(), text);
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.clone(), text.as_bytes()))
        .collect();
    let findings = load(&files).unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].path, PROCEDURE);
    (findings[0].line, findings[0].problem.clone())
}

/// The condition stands on line 5.
#[test]
fn a_mistake_in_a_condition_has_its_own_line_and_near_names() {
    let (line, problem) = refused("\"va and mcx\"");
    assert_eq!(line, 5);
    assert!(problem.contains("「mcx」"), "{problem}");
    assert!(problem.contains("近い名前: mc"), "{problem}");
    for (condition, line) in [
        ("\"\"\"\nva\n  and vx\"\"\"", 7),
        ("\"\"\"\nvx\n  and va\"\"\"", 6),
        ("\"\"\"vx\n  and va\"\"\"", 5),
        (
            "\"\"\"\nva # a remark: vz\n  and vb # another\n  and vx # more\n\"\"\"",
            8,
        ),
    ] {
        let told = refused(condition);
        assert_eq!(told.0, line, "{condition}");
        assert!(told.1.contains("「vx」"), "{condition}: {}", told.1);
    }
}

/// What is told of a release in which a text of a file is another one: each by its line and problem.
fn told(path: &str, from: &str, to: &str) -> Vec<(usize, String)> {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    files.insert(
        "definitions.toml".to_owned(),
        "[[definition]]\nid = \"da\"\nsubject = \"visit\"\nlabel = \"A\"\ncondition = \"va\"\n\
         [[definition]]\nid = \"db\"\nsubject = \"visit\"\nlabel = \"B\"\ncondition = \"vb\"\n"
            .to_owned(),
    );
    let text = files[path].replacen(from, to, 1);
    assert_ne!(text, files[path], "{from}");
    files.insert(path.to_owned(), text);
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.clone(), text.as_bytes()))
        .collect();
    match load(&files) {
        Ok(_) => Vec::new(),
        Err(findings) => findings
            .into_iter()
            .filter(|finding| finding.path == path)
            .map(|finding| (finding.line, finding.problem))
            .collect(),
    }
}

#[test]
fn names_of_facts_are_small_letters_digits_and_underscores() {
    const FACTS: &str = "facts/1.toml";
    let name = |name: &str| told(FACTS, "id = \"vc\"", &format!("id = \"{name}\""));
    for good in ["v", "v_1", "v1", "vc_"] {
        assert_eq!(name(good), [], "{good}");
    }
    for bad in ["", "1v", "_v", "Vc", "vC", "v-c", "v c", "見本", "and", "member"] {
        let found = name(bad);
        assert!(
            found
                .iter()
                .any(|(line, problem)| *line == 25 && problem.contains("は事実の名前にできません")),
            "{bad}: {found:?}"
        );
    }
    assert_eq!(name("va"), [(25, "「va」は既にある事実です".to_owned())]);
}

#[test]
fn facts_have_what_their_kind_needs() {
    const FACTS: &str = "facts/1.toml";
    let who = |to: &str| told(FACTS, "who = \"visitor\"", to);
    let mismatch = (1, "「va」は municipal_default と who が合いません".to_owned());
    assert_eq!(who("who = \"municipality\"\nmunicipal_default = true"), []);
    assert_eq!(who("who = \"municipality\""), std::slice::from_ref(&mismatch));
    assert_eq!(who("who = \"staff\"\nmunicipal_default = true"), [mismatch]);
    let question = |to: &str| told(FACTS, "question = \"?\"", to);
    assert_eq!(
        question("question = \"\""),
        [(1, "「va」に質問の文がありません".to_owned())]
    );
    assert_eq!(question("question = \"\"\nbuilt_in = true"), []);
    let unspoken = question("question = \"\"\nmunicipal_default = true");
    assert_eq!(unspoken.len(), 2, "{unspoken:?}");
    assert_eq!(
        told(FACTS, "yes = \"VA\"\n", "")[0].1,
        "「va」に読み上げの言葉がありません"
    );
    let choices = |count: usize, same: bool| {
        let list: Vec<_> = (0..count)
            .map(|place| {
                let id = if same && place + 1 == count { 0 } else { place };
                format!("{{ id = \"x{id}\", label = \"X\" }}")
            })
            .collect();
        let old =
            "{ id = \"x\", label = \"X\" }, { id = \"y\", label = \"Y\" }, { id = \"z\", label = \"Z\" }";
        told(FACTS, old, &list.join(", "))
            .into_iter()
            .map(|(_, problem)| problem)
            .collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    let number = "「mc」の選択肢の数が合いません";
    let names = "「mc」の選択肢に使えない名前があります";
    assert_eq!(choices(1, false), [number]);
    assert_eq!(choices(2, false), none);
    assert_eq!(choices(64, false), none);
    assert_eq!(choices(65, false), [number]);
    assert_eq!(choices(3, true), [names]);
    assert_eq!(told(FACTS, "id = \"y\"", "id = \"and\"")[0].1, names);
    assert_eq!(
        told(FACTS, "topic = \"t\"", "topic = \"tt\"")[0].1,
        "「va」の話題「tt」がありません"
    );
}

#[test]
fn a_named_condition_has_a_name_of_its_own() {
    const DEFINITIONS: &str = "definitions.toml";
    let name = |name: &str| told(DEFINITIONS, "id = \"db\"", &format!("id = \"{name}\""));
    assert_eq!(name("dc"), []);
    assert_eq!(name("da"), [(7, "「da」は既にある名前です".to_owned())]);
    assert_eq!(name("vc"), [(7, "「vc」は既にある名前です".to_owned())]);
}
