//! Each thing that the check of a release looks for: a small release with that fault has exactly that finding, on its
//! line; without it, none.

mod small;

use madoguchi_guidance::catalogue::Severity;
use madoguchi_guidance::check::{check, check_all};
use small::{files, loaded, procedure};
use std::collections::BTreeMap;

const FACTS: &str = "facts/1.toml";
const PROCEDURE: &str = "procedures/move_in/PP-01.toml";

type Files = BTreeMap<String, String>;

fn found(files: &Files) -> Vec<String> {
    check(&loaded(files)).iter().map(ToString::to_string).collect()
}

/// The line, from 1, on which a text begins.
#[track_caller]
fn line(files: &Files, path: &str, text: &str) -> usize {
    let Some((before, _)) = files[path].split_once(text) else {
        panic!("{path}: {text}")
    };
    before.matches('\n').count() + 1
}

/// Replaces the first of a text in a file.
#[track_caller]
fn with(path: &str, from: &str, to: &str) -> Files {
    let mut files = files();
    let text = files.get_mut(path).unwrap_or_else(|| panic!("{path}"));
    assert!(text.contains(from), "{path}: {from}");
    *text = text.replacen(from, to, 1);
    files
}

#[track_caller]
fn append(files: &mut Files, path: &str, more: &str) {
    match files.get_mut(path) {
        Some(text) => text.push_str(more),
        None => panic!("{path}"),
    }
}

#[track_caller]
fn has_only(files: &Files, path: &str, at: &str, problem: &str) {
    let findings = check(&loaded(files));
    let found: Vec<_> = findings
        .iter()
        .map(|finding| (&*finding.path, finding.line, &*finding.problem))
        .collect();
    assert_eq!(found, [(path, line(files, path, at), problem)], "{findings:#?}");
    assert!(!findings[0].remedy.is_empty());
}

#[test]
fn a_question_waits_for_one_that_waits_for_none() {
    let after = |id: &str, first: &str| {
        (
            format!("id = \"{id}\"\n"),
            format!("id = \"{id}\"\nafter = \"{first}\"\n"),
        )
    };
    let (from, to) = after("vb", "va");
    let good = with(FACTS, &from, &to);
    assert_eq!(found(&good), Vec::<String>::new());
    // One that is none, and one that waits itself.
    let (from, to) = after("vb", "vx");
    has_only(
        &with(FACTS, &from, &to),
        FACTS,
        "[[fact]]\nid = \"vb\"",
        "「vb」の after「vx」は先に聞く事実になりません",
    );
    let mut chain = good;
    let (from, to) = after("vc", "vb");
    let text = chain[FACTS].replacen(&from, &to, 1);
    chain.insert(FACTS.to_owned(), text);
    has_only(
        &chain,
        FACTS,
        "[[fact]]\nid = \"vc\"",
        "「vc」の after「vb」は先に聞く事実になりません",
    );
}

#[test]
fn what_nobody_uses() {
    let fact = "[[fact]]\nid = \"ve\"\nsubject = \"visit\"\ntype = \"date\"\nlabel = \"ve\"\nquestion = \"?\"\n\
                plain = \"?\"\nhelp = \"h\"\ntopic = \"t\"\nwho = \"visitor\"\n";
    let mut more = files();
    append(&mut more, FACTS, fact);
    has_only(
        &more,
        FACTS,
        "[[fact]]\nid = \"ve\"",
        "「ve」はどの条件にも使われていません",
    );
    // A field, a deadline and an impossible combination use it, too.
    for rows in [
        "[[field]]\nfact = \"ve\"\n",
        "[[deadline]]\non = \"ve\"\ntext = \"x\"\n",
        "[[deadline]]\nfrom = \"ve\"\ndays = 3\ninitial_day = \"excluded\"\ntext = \"x\"\n",
    ] {
        more.insert(PROCEDURE.to_owned(), procedure("PP-01", "visit", "va", rows));
        assert_eq!(found(&more), Vec::<String>::new(), "{rows}");
    }
    more.insert(PROCEDURE.to_owned(), procedure("PP-01", "visit", "va", ""));
    let text = "[[impossible]]\nsubject = \"visit\"\ntext = \"i\"\nwhen = \"va and ve > reference_date\"\n";
    more.insert("impossible.toml".to_owned(), text.to_owned());
    assert_eq!(found(&more), Vec::<String>::new());
    // What is built in is there without a condition.
    let mut built_in = files();
    append(&mut built_in, FACTS, &format!("{fact}built_in = true\n"));
    assert_eq!(found(&built_in), Vec::<String>::new());

    let definition =
        "[[definition]]\nid = \"d\"\nsubject = \"visit\"\nlabel = \"d\"\ncondition = \"vb or vc\"\n";
    let mut defined = files();
    defined.insert("definitions.toml".to_owned(), definition.to_owned());
    has_only(
        &defined,
        "definitions.toml",
        "id = ",
        "「d」はどの条件にも使われていません",
    );
    defined.insert(PROCEDURE.to_owned(), procedure("PP-01", "visit", "va and d", ""));
    assert_eq!(found(&defined), Vec::<String>::new());

    let mut topics = files();
    append(
        &mut topics,
        "topics.toml",
        "[[topic]]\nid = \"u\"\nlabel = \"u\"\n",
    );
    has_only(&topics, "topics.toml", "", "話題「u」の事実がありません");
}

fn event(id: &str) -> &'static str {
    if id == "PP-02" { "birth" } else { "move_in" }
}

#[test]
fn what_procedures_say_of_each_other() {
    let related = |says: &[(&str, &str)]| {
        let mut files = files();
        for (id, relation) in says {
            let text = procedure(id, "visit", "va", "").replace("summary", &format!("{relation}\nsummary"));
            let text = if *id == "PP-01" {
                text
            } else {
                text.replace(
                    "condition = \"va\"",
                    &format!("condition = \"va and event {}\"", event(id)),
                )
            };
            files.insert(format!("procedures/move_in/{id}.toml"), text);
        }
        files
    };
    for (says, at, problem) in [
        (
            vec![("PP-01", "follows = [\"PP-98\"]")],
            "PP-01",
            "follows の「PP-98」という手続きはありません",
        ),
        (
            vec![("PP-01", "part_of = [\"PP-98\"]")],
            "PP-01",
            "part_of の「PP-98」という手続きはありません",
        ),
        (
            vec![
                ("PP-01", "part_of = [\"PP-02\"]"),
                ("PP-02", "part_of = [\"PP-99\"]"),
            ],
            "PP-01",
            "part_of の相手が、さらに別の手続きと一緒に済みます",
        ),
        (
            vec![("PP-01", "follows = [\"PP-01\"]")],
            "PP-01",
            "follows をたどると、この手続きに戻ります",
        ),
    ] {
        let path = format!("procedures/move_in/{at}.toml");
        has_only(&related(&says), &path, "id = ", problem);
    }
    // Each on a circle is told; what only leads to it is not.
    let circle = related(&[
        ("PP-01", "follows = [\"PP-02\"]"),
        ("PP-02", "follows = [\"PP-03\"]"),
        ("PP-03", "follows = [\"PP-02\"]"),
    ]);
    let findings = found(&circle);
    assert_eq!(findings.len(), 2, "{findings:#?}");
    assert!(findings[0].contains("PP-02.toml:1:") && findings[1].contains("PP-03.toml:1:"));
    let line = related(&[
        ("PP-01", "follows = [\"PP-02\", \"PP-03\"]"),
        ("PP-02", "follows = [\"PP-03\"]"),
        ("PP-03", "part_of = [\"PP-99\"]"),
    ]);
    assert_eq!(found(&line), Vec::<String>::new());
}

#[test]
fn texts_that_are_missing() {
    for (from, to, at, problem) in [
        (
            "label = \"va\"",
            "label = \" \"",
            "[[fact]]",
            "「va」の label がありません",
        ),
        (
            "help = \"h\"",
            "help = \"\"",
            "[[fact]]",
            "「va」の help がありません",
        ),
        (
            "plain = \"?\"",
            "plain = \"\"",
            "[[fact]]",
            "「va」の plain（やさしい日本語）がありません",
        ),
        (
            "label = \"Y\"",
            "label = \"\"",
            "[[fact]]\nid = \"mc\"",
            "選択肢「y」の label がありません",
        ),
    ] {
        has_only(
            &with(FACTS, from, to),
            FACTS,
            at,
            &problem
                .replace("label が", "labelが")
                .replace("help が", "helpが"),
        );
    }
    for (from, to, problem) in [
        ("name = \"PP-01\"", "name = \"\"", "nameがありません"),
        ("summary = \"s\"", "summary = \"\"", "summaryがありません"),
        (
            "plain = \"p\"",
            "plain = \"\"",
            "plain（やさしい日本語）がありません",
        ),
        ("evidence = \"e\"", "evidence = \"\"", "evidenceがありません"),
        (
            "[[section]]",
            "[[belonging]]\ntext = \"x\"\n[[section]]",
            "持ち物「x」の reasonがありません",
        ),
    ] {
        has_only(&with(PROCEDURE, from, to), PROCEDURE, "id = ", problem);
    }
    // The law of the other rows stays named by a definition.
    let definition = |label: &str| {
        let mut files = with(
            PROCEDURE,
            "text = \"d\"\nbasis = \"甲法施行令5条\"",
            "text = \"\"",
        );
        let text = format!(
            "[[definition]]\nid = \"d\"\nsubject = \"visit\"\nlabel = \"{label}\"\nbasis = \"甲法施行令5条\"\ncondition = \"vb or vc\"\n"
        );
        files.insert("definitions.toml".to_owned(), text);
        let text = files[PROCEDURE].replacen("\"va\"", "\"va and d\"", 1);
        files.insert(PROCEDURE.to_owned(), text);
        files
    };
    has_only(&definition("d"), PROCEDURE, "id = ", "期限がありません");
    let mut unlabelled = definition("");
    let text = unlabelled[PROCEDURE].replace("text = \"\"", "text = \"d\"");
    unlabelled.insert(PROCEDURE.to_owned(), text);
    has_only(
        &unlabelled,
        "definitions.toml",
        "id = ",
        "「d」の labelがありません",
    );
    let mut impossible = files();
    let text = "[[impossible]]\nsubject = \"visit\"\ntext = \"\"\nwhen = \"vb and vc\"\n";
    impossible.insert("impossible.toml".to_owned(), text.to_owned());
    has_only(
        &impossible,
        "impossible.toml",
        "when",
        "ありえない組み合わせの textがありません",
    );
}

/// A release with so many facts that an impossible combination ties together.
fn tied(count: usize) -> Files {
    let mut files = files();
    let names: Vec<_> = (0..count).map(|place| format!("t{place}")).collect();
    for name in &names {
        append(
            &mut files,
            FACTS,
            &format!(
                "[[fact]]\nid = \"{name}\"\nsubject = \"visit\"\ntype = \"bool\"\nyes = \"y\"\nno = \"n\"\nlabel = \"l\"\n\
             question = \"?\"\nplain = \"?\"\nhelp = \"h\"\ntopic = \"t\"\nwho = \"visitor\"\n"
            ),
        );
    }
    let text = format!(
        "[[impossible]]\nsubject = \"visit\"\ntext = \"i\"\nwhen = \"{}\"\n",
        names.join(" and ")
    );
    files.insert("impossible.toml".to_owned(), text);
    files
}

#[test]
fn what_does_not_fit_the_limits_of_the_engine() {
    assert_eq!(found(&tied(12)), Vec::<String>::new());
    has_only(
        &tied(13),
        "impossible.toml",
        "",
        "ありえない組み合わせが 13 個の事実を結び付けています（12 個まで）",
    );
    // A date is compared with so many days.
    let compared = |count: usize| {
        let days: Vec<_> = (0..count)
            .map(|place| {
                format!("vd <= 2025-01-01 + {place} days and not vd <= 2025-01-01 + {place} days - 1 days")
            })
            .collect();
        let mut files = files();
        let text = procedure("PP-01", "visit", &format!("va and ({})", days.join(" or ")), "");
        files.insert(PROCEDURE.to_owned(), text);
        check(&loaded(&files))
    };
    let errors: Vec<_> = compared(80)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!((&*errors[0].path, errors[0].line), ("release.toml", 1));
    assert!(errors[0].remedy.contains("この日付を比べる日の種類"));
    assert!(
        compared(3)
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    );
}

/// The findings of a procedure for a visit, with two more dates: they may lie in the future.
fn of_dates(condition: &str) -> Vec<String> {
    let mut files = files();
    for id in ["ve", "vf"] {
        append(
            &mut files,
            FACTS,
            &format!(
                "[[fact]]\nid = \"{id}\"\nsubject = \"visit\"\ntype = \"date\"\nlabel = \"{id}\"\nquestion = \"?\"\n\
             plain = \"?\"\nhelp = \"h\"\ntopic = \"t\"\nwho = \"visitor\"\n"
            ),
        );
    }
    // Fields use both dates, whatever the condition says.
    let rows = "[[field]]\nfact = \"ve\"\n[[field]]\nfact = \"vf\"\n";
    files.insert(
        PROCEDURE.to_owned(),
        procedure("PP-01", "visit", &format!("va and {condition}"), rows),
    );
    found(&files)
}

/// What holds on no reference date but one holds sometimes.
#[test]
fn the_day_on_which_two_days_change_places_is_looked_at() {
    for (from, to) in [
        // By the last days, by the last days a date can be, and by the first days.
        (
            "vf <= reference_date and vf >= 2026-04-14",
            "ve >= reference_date and not ve >= 2026-04-15",
        ),
        (
            "vd >= 2026-04-14",
            "ve >= reference_date and not ve >= 2026-04-15",
        ),
        ("vd >= 2026-04-14", "ve >= reference_date and ve <= 2026-04-14"),
        (
            "vf <= reference_date and not vf <= 2026-04-13",
            "ve >= reference_date and ve <= 2026-04-14",
        ),
        // Moved by days and by months.
        (
            "vf <= reference_date - 40 days and vf > 2026-04-13",
            "ve > reference_date - 40 days and ve < 2026-04-16",
        ),
        (
            "vf <= reference_date + 3 months and vf >= 2027-02-14",
            "ve >= reference_date + 3 months and ve <= 2027-02-14",
        ),
    ] {
        let condition = format!("{from} and {to}");
        assert_eq!(of_dates(&condition), Vec::<String>::new(), "{condition}");
    }
    for never in [
        "vd >= 2026-04-14 and ve >= reference_date and ve <= 2026-04-13",
        "vf <= reference_date and vf >= 2026-04-14 and ve >= reference_date and not ve >= 2026-04-14",
        "vf <= reference_date - 40 days and vf > 2026-04-13 and ve > reference_date - 40 days and ve < 2026-04-15",
        "vd > reference_date",
    ] {
        let findings = of_dates(never);
        assert_eq!(findings.len(), 1, "{never}: {findings:#?}");
        assert!(
            findings[0].contains("PP-01.toml:5:") && findings[0].contains("どんな場合にも必要になりません"),
            "{never}: {findings:#?}"
        );
    }
}

#[test]
fn the_terms_of_a_release_and_of_a_procedure_end_what_is_looked_at() {
    let in_term = |release: &str, own: &str, condition: &str| {
        let mut files = files();
        append(&mut files, "release.toml", release);
        let text = procedure("PP-01", "visit", condition, "").replace("summary", &format!("{own}\nsummary"));
        files.insert(PROCEDURE.to_owned(), text);
        found(&files)
    };
    let none = Vec::<String>::new();
    let later = "va and vd >= 2027-03-10";
    assert_eq!(in_term("", "", later), none);
    assert_eq!(in_term("valid_to = 2027-03-10\n", "", later), none);
    assert_eq!(in_term("", "valid_to = 2027-03-10", later), none);
    for (release, own) in [("valid_to = 2027-03-09\n", ""), ("", "valid_to = 2027-03-09")] {
        let findings = in_term(release, own, later);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert!(
            findings[0].contains("どんな場合にも必要になりません"),
            "{findings:#?}"
        );
    }
    for (release, own, problem) in [
        (
            "",
            "valid_from = 2026-05-01\nvalid_to = 2026-04-30",
            "重なりません",
        ),
        (
            "valid_to = 2026-03-31\n",
            "valid_from = 2026-04-01",
            "重なりません",
        ),
        ("", "valid_to = 2025-12-31", "重なりません"),
    ] {
        let findings = in_term(release, own, "va");
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert!(
            findings[0].contains("PP-01.toml:1:") && findings[0].contains(problem),
            "{findings:#?}"
        );
    }
    assert_eq!(
        in_term("valid_to = 2026-04-01\n", "valid_from = 2026-04-01", "va"),
        none
    );
    assert_eq!(in_term("", "valid_to = 2026-01-01", "va"), none);
}

#[test]
fn procedures_that_are_never_or_always_required_or_have_no_section() {
    let of = |condition: &str, from: &str, to: &str| {
        let mut files = files();
        let text = procedure("PP-01", "visit", condition, "");
        assert!(text.contains(from));
        files.insert(PROCEDURE.to_owned(), text.replace(from, to));
        found(&files)
    };
    let none = Vec::<String>::new();
    for (condition, problem) in [
        ("va and not va", "どんな場合にも必要になりません"),
        ("false", "どんな場合にも必要になりません"),
        ("true", "どんな場合にも必要になります"),
    ] {
        let findings = of(condition, "", "");
        assert_eq!(findings.len(), 1, "{condition}: {findings:#?}");
        assert!(
            findings[0].contains("PP-01.toml:5:") && findings[0].contains(problem),
            "{findings:#?}"
        );
    }
    let section = "[[section]]\ncode = \"s\"\n";
    for (when, complete) in [
        ("[[section]]\ncode = \"s\"\nwhen = \"vb\"\n", false),
        (
            "[[section]]\ncode = \"s\"\nwhen = \"vb\"\n[[section]]\ncode = \"u\"\nwhen = \"vc\"\n",
            false,
        ),
        (
            "[[section]]\ncode = \"s\"\nwhen = \"vb\"\n[[section]]\ncode = \"u\"\nwhen = \"not vb\"\n",
            true,
        ),
        (
            "[[section]]\ncode = \"s\"\nwhen = \"vb\"\n[[section]]\ncode = \"u\"\n",
            true,
        ),
    ] {
        let findings = of("va", section, when);
        if complete {
            assert_eq!(findings, none, "{when}");
        } else {
            assert_eq!(findings.len(), 1, "{findings:#?}");
            assert!(
                findings[0].contains("PP-01.toml:5:") && findings[0].contains("担当の課が一つもない"),
                "{findings:#?}"
            );
        }
    }
}

/// Every operand that can be left out is told, once, and all of them can be left out together.
#[test]
fn each_operand_that_changes_nothing_is_told() {
    for (subject, condition, operands) in [
        (
            "visit",
            "va and va and va",
            vec!["and の中の「VA」", "and の中の「VA」"],
        ),
        (
            "visit",
            "va or vb or va or vb",
            vec!["or の中の「VA」", "or の中の「VB」"],
        ),
        (
            "visit",
            "va and vb and va and vc and vb",
            vec!["and の中の「VA」", "and の中の「VB」"],
        ),
        ("visit", "va and not (vb and vb)", vec!["and の中の「VB」"]),
        (
            "visit",
            "any member where ma has (ma and mc is x)",
            vec!["and の中の「MA」"],
        ),
        (
            "visit",
            "va and any member where (ma or ma) has (mc is x)",
            vec!["or の中の「MA」"],
        ),
        ("visit", "va and (vb or vc and va)", vec!["and の中の「VA」"]),
        (
            "visit",
            "at least 2 members (ma) and any member (ma)",
            vec!["and の中の「世帯員のうち"],
        ),
        ("visit", "va and true", vec!["and の中の「いつでも"]),
        ("visit", "va or false", vec!["or の中の「当てはまることはない"]),
        (
            "visit",
            "all members (ma) and all members where mc is x have (ma)",
            vec!["and の中の「世帯員（"],
        ),
    ] {
        let mut files = files();
        files.insert(PROCEDURE.to_owned(), procedure("PP-01", subject, condition, ""));
        let findings = found(&files);
        assert_eq!(findings.len(), operands.len(), "{condition}: {findings:#?}");
        for operand in &operands {
            assert!(
                findings
                    .iter()
                    .any(|f| f.contains("PP-01.toml:5:") && f.contains(operand)),
                "{condition}: {operand} in {findings:#?}"
            );
        }
    }
}

#[test]
fn the_findings_of_several_releases_name_the_folder_of_each() {
    let mut one = files();
    one.insert(
        "release.toml".to_owned(),
        "id = \"a\"\ntitle = \"a\"\nvalid_from = 2025-01-01\n".to_owned(),
    );
    let two = with(PROCEDURE, "summary = \"s\"", "summary = \"\"");
    let (one, two) = (loaded(&one), loaded(&two));
    let findings = check_all(&[&one, &two]);
    let found: Vec<_> = findings.iter().map(|f| (&*f.path, f.line, &*f.problem)).collect();
    assert_eq!(found, [(&*format!("r/{PROCEDURE}"), 1, "summaryがありません")]);
}
