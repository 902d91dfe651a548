//! What the check of a release finds, on small releases: rows and operands that change nothing, references to laws,
//! terms of releases.

mod small;

use madoguchi_guidance::check::{check, check_all};
use small::{files, loaded, procedure};
use std::collections::BTreeMap;

const PROCEDURE: &str = "procedures/move_in/PP-01.toml";

fn found(files: &BTreeMap<String, String>) -> Vec<String> {
    check(&loaded(files)).iter().map(ToString::to_string).collect()
}

/// The findings of the small release with one procedure of this condition and with these rows.
fn of_procedure(subject: &str, condition: &str, rows: &str) -> Vec<String> {
    let mut files = files();
    files.insert(PROCEDURE.to_owned(), procedure("PP-01", subject, condition, rows));
    found(&files)
}

fn note(when: &str) -> String {
    format!("[[note]]\ntext = \"n\"\nwhen = \"{when}\"\n")
}

#[track_caller]
fn one(findings: &[String], parts: &[&str]) {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    for part in parts {
        assert!(findings[0].contains(part), "{part}: {findings:#?}");
    }
}

#[test]
fn the_small_release_has_no_findings() {
    assert_eq!(found(&files()), Vec::<String>::new());
}

#[test]
fn an_outcome_or_fee_that_an_earlier_row_always_takes_the_place_of() {
    let outcome =
        |when: &str| format!("[[outcome]]\nkind = \"automatic\"\ntext = \"o\"\nwhen = \"{when}\"\n");
    let fee = |text: &str, when: &str| format!("[[fee]]\ntext = \"{text}\"\n{when}\n");
    // By one row, by two together, and after a row without a condition.
    let rows = outcome("vb") + &outcome("vb and vc");
    one(
        &of_procedure("visit", "va", &rows),
        &["PP-01.toml:23:", "[[outcome]]", "必ず先に当てはまる", "消して"],
    );
    let rows = outcome("vb") + &outcome("vc and not vb") + &outcome("vb or vc");
    one(
        &of_procedure("visit", "va", &rows),
        &["PP-01.toml:27:", "[[outcome]]"],
    );
    let rows = fee("a", "") + &fee("b", "when = \"vb\"");
    one(&of_procedure("visit", "va", &rows), &["[[fee]]「b」", "必ず先に"]);
    let rows = fee("a", "when = \"vb\"") + &fee("b", "when = \"not vb\"") + &fee("c", "");
    one(&of_procedure("visit", "va", &rows), &["[[fee]]「c」", "必ず先に"]);
    // What holds never at all is told as that.
    let rows = fee("a", "when = \"vb and not va\"") + &fee("b", "");
    one(&of_procedure("visit", "va", &rows), &["決して当てはまりません"]);
    // The first that holds: nothing is wrong.
    let rows = fee("a", "when = \"vb and vc\"") + &fee("b", "when = \"vb\"") + &fee("c", "");
    assert_eq!(of_procedure("visit", "va", &rows), Vec::<String>::new());
}

#[test]
fn rows_that_say_the_same_where_others_do() {
    one(
        &of_procedure("visit", "va", &(note("vb") + &note("vb and vc"))),
        &["PP-01.toml:21:", "[[note]]「n」", "同じ内容の別の行"],
    );
    // The narrower one may stand first, and two may cover a third.
    one(
        &of_procedure("visit", "va", &(note("vb and vc") + &note("vb"))),
        &["PP-01.toml:18:", "[[note]]「n」"],
    );
    let rows = note("vb and vc") + &note("vb and not vc") + &note("vb");
    one(
        &of_procedure("visit", "va", &rows),
        &["PP-01.toml:24:", "[[note]]「n」"],
    );
    // Sections keep their order: only a later one is without effect.
    let section = |code: &str, when: &str| format!("[[section]]\ncode = \"{code}\"\nwhen = \"{when}\"\n");
    one(
        &of_procedure("visit", "va", &section("s", "vb")),
        &["[[section]]「s」", "同じ内容の別の行"],
    );
    let rows = section("u", "vb and vc") + &section("u", "vb");
    assert_eq!(of_procedure("visit", "va", &rows), Vec::<String>::new());
    for (table, row) in [
        ("deadline", "[[deadline]]\ntext = \"x\"\nbasis = \"甲法1条\"\n"),
        ("belonging", "[[belonging]]\ntext = \"x\"\nreason = \"r\"\n"),
        ("form", "[[form]]\nid = \"f\"\n"),
        ("field", "[[field]]\nfact = \"vd\"\n"),
    ] {
        let rows = format!("{row}{row}when = \"vb\"\n");
        one(
            &of_procedure("visit", "va", &rows),
            &[&format!("[[{table}]]"), "同じ内容"],
        );
        let rows = format!("{row}when = \"vb\"\n{row}when = \"vc\"\n");
        assert_eq!(of_procedure("visit", "va", &rows), Vec::<String>::new());
    }
}

#[test]
fn a_condition_that_always_holds_where_it_is_asked() {
    one(
        &of_procedure("visit", "va and vb", &note("va")),
        &["PP-01.toml:18:", "[[note]] の when", "いつも当てはまります"],
    );
    one(
        &of_procedure("visit", "va", &note("event move_in or event birth")),
        &["いつも当てはまります"],
    );
    assert_eq!(
        of_procedure("visit", "va", &note("event move_in")),
        Vec::<String>::new()
    );
}

#[test]
fn operands_that_the_rest_decides() {
    for (subject, condition, operand) in [
        ("visit", "va and vb and va", "VA"),
        ("visit", "va or va and vb", "次のすべて"),
        ("visit", "va and (vb or va)", "次のいずれか"),
        ("visit", "va and (vb or not va)", "not VA"),
        ("member", "mb attains 65 and mb attains 40", "40歳"),
        ("member", "ma and (mc is x or mc in [x, y])", "X"),
        ("member", "ma and mc is x and mc is not y", "Y"),
        ("visit", "any member (ma and mc is x and not mc is z)", "Z"),
        ("visit", "any member (ma) and any member (ma and mc is x)", "ma"),
        ("visit", "at least 2 members (ma) and any member (ma)", "MA"),
        ("visit", "vd <= reference_date and va", "vd"),
        ("visit", "va and vd <= 2026-02-01 and vd <= 2026-03-01", "2026"),
    ] {
        let findings = of_procedure(subject, condition, "");
        let about = findings.iter().find(|finding| finding.contains("何も変えません"));
        assert!(
            about.is_some_and(|finding| finding.contains("PP-01.toml:5:")),
            "{condition}: {findings:#?}"
        );
        if operand != "ma" && operand != "vd" && operand != "2026" {
            assert!(about.unwrap().contains(operand), "{condition}: {findings:#?}");
        }
    }
}

#[test]
fn operands_that_matter_somewhere_stay() {
    for (subject, condition) in [
        ("visit", "va and vb or not va and vc"),
        // With one member there is no other one.
        ("member", "all other members (ma) and any other member (ma)"),
        // The end of the school year and an age change places during the year.
        ("member", "mb attains 18 and mb fiscal_year_end 18"),
        ("member", "mb grade 1..9 and not mb attains 15"),
        // Before that day the one says nothing, after it the other.
        (
            "visit",
            "va and vd >= 2026-04-01 and vd >= reference_date - 3 months",
        ),
        // A month is sometimes shorter than 30 days, sometimes longer.
        (
            "visit",
            "va and vd >= reference_date - 1 months and vd >= reference_date - 30 days",
        ),
        ("visit", "event move_in and va or event birth and vb"),
        // Five different others are needed to see it.
        (
            "visit",
            "any member (ma and mc is x) and any member (ma and mc is y) and any member (ma and mc is z) \
             and any member (not ma and mc is x) and any member (not ma and mc is y) and any member (not ma and mc is z)",
        ),
    ] {
        assert_eq!(
            of_procedure(subject, condition, ""),
            Vec::<String>::new(),
            "{condition}"
        );
    }
    // Where facts contradict each other, what an impossible combination says is not relied on.
    let mut files = files();
    files.insert(
        "impossible.toml".to_owned(),
        "[[impossible]]\nsubject = \"visit\"\ntext = \"i\"\nwhen = \"va and not vb\"\n".to_owned(),
    );
    files.insert(PROCEDURE.to_owned(), procedure("PP-01", "visit", "va and vb", ""));
    assert_eq!(found(&files), Vec::<String>::new());
}

#[test]
fn the_operands_of_definitions_are_looked_at_where_they_are_written() {
    let mut files = files();
    files.insert(
        "definitions.toml".to_owned(),
        "[[definition]]\nid = \"d\"\nsubject = \"visit\"\nlabel = \"d\"\nbasis = \"甲法2条\"\ncondition = \"vb or vb and vc\"\n".to_owned(),
    );
    files.insert(PROCEDURE.to_owned(), procedure("PP-01", "visit", "va and d", ""));
    one(
        &found(&files),
        &["definitions.toml:6:", "条件の or の中", "何も変えません"],
    );
}

#[test]
fn impossible_combinations_that_follow_from_others() {
    let with = |rules: &[(&str, &str)]| {
        let mut files = files();
        let text = rules.iter().fold(String::new(), |text, (subject, when)| {
            text + &format!("[[impossible]]\nsubject = \"{subject}\"\ntext = \"{when}\"\nwhen = \"{when}\"\n")
        });
        files.insert("impossible.toml".to_owned(), text);
        found(&files)
    };
    one(
        &with(&[("visit", "va and vb"), ("visit", "va and vb and vc")]),
        &[
            "impossible.toml:8:",
            "「va and vb」（impossible.toml:4）に含まれています",
            "消すか",
        ],
    );
    one(
        &with(&[("member", "ma and mc is not x"), ("member", "ma and mc is y")]),
        &["impossible.toml:8:", "含まれています"],
    );
    one(
        &with(&[
            ("visit", "va and vb"),
            ("visit", "vc and not vb"),
            ("visit", "va and vc"),
        ]),
        &[
            "impossible.toml:12:",
            "ほかのありえない組み合わせから決まっています",
        ],
    );
    assert_eq!(
        with(&[("visit", "va and vb"), ("visit", "vb and vc")]),
        Vec::<String>::new()
    );
}

#[test]
fn procedures_that_are_probably_one() {
    let with = |other: String| {
        let mut files = files();
        files.insert(
            PROCEDURE.to_owned(),
            procedure("PP-01", "visit", "va or vb", "[[form]]\nid = \"f\"\n"),
        );
        files.insert("procedures/move_in/PP-02.toml".to_owned(), other);
        found(&files)
    };
    let same = procedure(
        "PP-02",
        "visit",
        "not (not vb and not va)",
        "[[form]]\nid = \"f\"\n",
    );
    one(
        &with(same.clone()),
        &["PP-02.toml:5:", "「PP-01」（PP-01）", "様式も同じ", "まとめる"],
    );
    let named = procedure("PP-02", "visit", "vb or va", "").replace("name = \"PP-02\"", "name = \"PP-01\"");
    one(&with(named), &["PP-02.toml:5:", "名前も同じ"]);
    for other in [
        procedure("PP-02", "visit", "va or vb", ""),
        procedure("PP-02", "visit", "va", "[[form]]\nid = \"f\"\n"),
        same.replace("[\"move_in\", \"birth\"]", "[\"death\"]"),
        // Never in force on the same day.
        same.replace("summary", "valid_to = 2025-12-31\nsummary"),
    ] {
        let findings = with(other);
        assert!(
            !findings.iter().any(|finding| finding.contains("同じです")),
            "{findings:#?}"
        );
    }
}

#[test]
fn laws_and_articles() {
    let with = |from: &str, to: &str| {
        let mut files = files();
        let text = files.get_mut(PROCEDURE).unwrap();
        assert!(text.contains(from));
        *text = text.replace(from, to);
        found(&files)
    };
    for (to, parts) in [
        (
            "{ law = \"丙法\", articles = [\"23条\"] }, { law = \"甲法\" }",
            ["「丙法」という法令", "近い名前"],
        ),
        (
            "{ law = \"甲に関する法律\" }",
            ["「甲に関する法律」という法令", "短い名前「甲法」"],
        ),
        (
            "{ law = \"甲法\", articles = [\"２３条\"] }",
            ["条文「２３条」", "半角"],
        ),
        (
            "{ law = \"甲法\", articles = [\"二十三条\"] }",
            ["条文「二十三条」", "漢数字"],
        ),
        (
            "{ law = \"甲法\", articles = [\"23\"] }",
            ["条文「23」", "「条」がありません"],
        ),
        (
            "{ law = \"甲法\", articles = [\"23条\", \"24条\", \"23条\"] }",
            ["「23条」が2回", "片方"],
        ),
        (
            "{ law = \"甲法\" }, { law = \"甲法\", articles = [\"1条\"] }",
            ["「甲法」が2回", "まとめて"],
        ),
    ] {
        let findings = with("{ law = \"甲法\", articles = [\"23条\"] }", to);
        one(&findings, &["PP-01.toml:10:", parts[0], parts[1]]);
    }
    for good in [
        "23条1項2号",
        "77条の2",
        "1条の2の3",
        "附則4条",
        "別表第一",
        "23条の2第1項",
        "12条から12条の4まで",
    ] {
        assert_eq!(
            with("\"23条\"", &format!("\"{good}\"")),
            Vec::<String>::new(),
            "{good}"
        );
    }
    for (basis, parts) in [
        ("丙法5条、甲法施行令5条", ["「丙法」という法令", "近い名前"]),
        ("甲法施行令5条、甲法第23条", ["「第」は書かず", "23条"]),
        ("甲法5条・5条、同法施行令5条", ["「甲法5条」が2回", "片方"]),
        ("甲法施行令5条ほか", ["「ほか」が読めません", "区切って"]),
        (
            "乙法5条・同法施行令5条、甲法施行令",
            ["「乙法施行令」という法令", "甲法施行令"],
        ),
        ("5条、甲法施行令5条", ["法令の名前がない", "法令の名前を"]),
    ] {
        one(
            &with("basis = \"甲法施行令5条\"", &format!("basis = \"{basis}\"")),
            &["PP-01.toml:12:", parts[0], parts[1]],
        );
    }
    for good in [
        "甲法5条・6条の2第1項・2項、乙法7条、甲法施行令",
        "甲法5条、同法施行令5条（改正前）",
        "甲法施行令・乙法5条8項・11項、32条",
    ] {
        assert_eq!(with("甲法施行令5条", good), Vec::<String>::new(), "{good}");
    }
}

#[test]
fn what_a_municipality_adds_may_rest_on_its_own_ordinance() {
    let added = |law: &str| {
        let row = procedure("L-01", "visit", "vb", "").replace("甲法\"", &format!("{law}\""));
        // The tables of the row stand under it in the overlay.
        let row = row.replace("[[", "[[procedure.");
        let overlay = format!("title = \"o\"\n[[procedure]]\n{row}");
        let release = loaded(&files()).with_overlay(&overlay).unwrap();
        let findings = check(&release);
        findings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(added("見本市条例"), Vec::<String>::new());
    one(
        &added("甲に関する法律"),
        &["overlay.toml:12:", "短い名前「甲法」"],
    );
}

#[test]
fn each_law_is_listed_once_and_named_by_a_row() {
    let mut listed = files();
    *listed.get_mut("laws.toml").unwrap() += "[[law]]\nname = \"丁法\"\n[[law]]\nname = \"甲に関する法律\"\n";
    let findings = found(&listed);
    assert_eq!(findings.len(), 3, "{findings:#?}");
    assert!(
        findings
            .iter()
            .any(|f| f.contains("laws.toml:8:") && f.contains("「丁法」を根拠とする"))
    );
    assert!(
        findings
            .iter()
            .any(|f| f.contains("laws.toml:10:") && f.contains("1 行目に既にあります"))
    );
    // A release that lists none says nothing of names.
    let mut unlisted = files();
    unlisted.remove("laws.toml");
    assert_eq!(found(&unlisted), Vec::<String>::new());
}

#[test]
fn gaps_and_overlaps_between_releases() {
    let releases = |terms: &[(&str, &str, &str)]| {
        let all: Vec<_> = terms
            .iter()
            .map(|(id, from, to)| {
                let mut files = files();
                let to = if to.is_empty() {
                    String::new()
                } else {
                    format!("valid_to = {to}\n")
                };
                let text = format!("id = \"{id}\"\ntitle = \"r\"\nvalid_from = {from}\n{to}");
                files.insert("release.toml".to_owned(), text);
                loaded(&files)
            })
            .collect();
        let all: Vec<_> = all.iter().collect();
        check_all(&all)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let none = Vec::<String>::new();
    assert_eq!(
        releases(&[("a", "2026-01-01", "2026-03-31"), ("b", "2026-04-01", "")]),
        none
    );
    // An open end is the day before the next one begins.
    assert_eq!(
        releases(&[("b", "2026-04-01", ""), ("a", "2026-01-01", "")]),
        none
    );
    one(
        &releases(&[("b", "2026-04-03", ""), ("a", "2026-01-01", "2026-03-31")]),
        &[
            "a/release.toml:1:",
            "2026-04-01 から 2026-04-02 まで",
            "施行されている版がありません",
        ],
    );
    one(
        &releases(&[("a", "2026-01-01", "2026-04-01"), ("b", "2026-04-01", "")]),
        &[
            "a/release.toml:1:",
            "2026-04-01 から 2026-04-01 まで、「b」と施行期間が重なります",
        ],
    );
    one(
        &releases(&[("a", "2026-01-01", ""), ("b", "2026-01-01", "")]),
        &["a/release.toml:1:", "「b」と同じ 2026-01-01"],
    );
    let backwards = releases(&[("a", "2026-01-01", "2025-12-31")]);
    assert!(
        backwards.iter().any(|finding| finding.contains("より前です")),
        "{backwards:#?}"
    );
}
