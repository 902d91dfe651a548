//! A scenario that does not come out as written: each kind of mismatch is told, and nothing else.

mod small;

use madoguchi_guidance::scenario::{ScenarioFile, run};
use small::{files, loaded, procedure};

const ROWS: &str = "[[section]]\ncode = \"u\"\nwhen = \"vc\"\n[[form]]\nid = \"f\"\n\
    [[belonging]]\ntext = \"印鑑\"\nreason = \"r\"\n[[belonging]]\ntext = \"通帳\"\nreason = \"r\"\nwhen = \"vc\"\n\
    [[note]]\ntext = \"一つ目\"\n[[note]]\ntext = \"二つ目\"\nwhen = \"vb\"\n\
    [[deadline]]\nfrom = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\nclosed_last_day = \"stays\"\ntext = \"14日以内\"\n";

/// What is wrong with one scenario: a visit in which the procedure is required, and some lines instead of others.
fn told(expect: &str, more: &str) -> Vec<String> {
    let mut files = files();
    let text = procedure("PP-01", "visit", "va", ROWS)
        .replace("[[deadline]]\ntext = \"d\"\nbasis = \"甲法施行令5条\"\n", "");
    files.insert("procedures/move_in/PP-01.toml".to_owned(), text);
    let file = format!(
        "procedure = \"PP-01\"\n[[scenario]]\nname = \"n\"\non = 2026-04-20\nevents = [\"move_in\"]\n\
         visit = {{ va = true, vb = true, vd = \"2026-04-10\" }}\nmembers = [{{ id = \"1\" }}]\nexpect = [{expect}]\n{more}"
    );
    // The day is written as text in the files.
    let file: ScenarioFile =
        toml::from_str(&file.replace("on = 2026-04-20", "on = \"2026-04-20\"")).expect("a scenario");
    run(&file, &loaded(&files))
}

#[test]
fn what_comes_out_as_written_is_not_told() {
    for expect in [
        "{ result = \"required\" }",
        "{ result = \"required\", deadline = \"2026-04-24\" }",
        "{ result = \"required\", outcome = \"application\" }",
        "{ result = \"required\", sections = [\"s\"], possible_sections = [\"u\"] }",
        "{ result = \"required\", forms = [\"f\"] }",
        "{ result = \"required\", belongings = [\"印\"], not_belongings = [\"写真\"] }",
        "{ result = \"required\", notes = [\"一つ\", \"二つ\"] }",
    ] {
        assert_eq!(told(expect, ""), Vec::<String>::new(), "{expect}");
    }
    assert_eq!(
        told("{ result = \"required\" }", "asks = [\"visit/vc\"]"),
        Vec::<String>::new()
    );
}

/// What is expected of the procedure, further lines of the scenario, and parts of what is told.
const MISMATCHES: &[(&str, &str, [&str; 2])] = &[
    (
        "{ result = \"not_required\" }",
        "",
        ["結果は NotRequired のはずが Required", ""],
    ),
    (
        "{ result = \"undetermined\" }",
        "",
        ["結果は Undetermined のはずが Required", ""],
    ),
    (
        "{ result = \"required\", deadline = \"2026-04-25\" }",
        "",
        ["期限は Some(2026-04-25)", "Some(2026-04-24)"],
    ),
    (
        "{ result = \"required\", no_deadline_date = true }",
        "",
        ["期限は None のはずが", "Some(2026-04-24)"],
    ),
    (
        "{ result = \"required\", overdue = true }",
        "",
        ["期限切れは Some(true) のはずが", ""],
    ),
    (
        "{ result = \"required\", outcome = \"automatic\" }",
        "",
        ["結果の種類は Some(Automatic)", "Some(Application)"],
    ),
    (
        "{ result = \"required\", sections = [\"s\", \"u\"] }",
        "",
        ["課は [\"s\", \"u\"]", "[\"s\"]"],
    ),
    (
        "{ result = \"required\", sections = [] }",
        "",
        ["課は [] のはずが", "[\"s\"]"],
    ),
    (
        "{ result = \"required\", possible_sections = [] }",
        "",
        ["課は [] のはずが", "[\"u\"]"],
    ),
    (
        "{ result = \"required\", forms = [] }",
        "",
        ["様式は [] のはずが", "[\"f\"]"],
    ),
    (
        "{ result = \"required\", forms = [\"g\"] }",
        "",
        ["様式は [\"g\"] のはずが", "[\"f\"]"],
    ),
    (
        "{ result = \"required\", belongings = [\"写真\"] }",
        "",
        ["持ち物は \"写真\" のはずが", "印鑑"],
    ),
    // Not certain is not enough where it must be brought, and too much where it must not.
    (
        "{ result = \"required\", belongings = [\"印鑑\", \"通帳\"] }",
        "",
        ["持ち物は \"通帳\" のはずが", "通帳"],
    ),
    (
        "{ result = \"required\", not_belongings = [\"通帳\"] }",
        "",
        ["要らない持ち物は \"通帳\"", ""],
    ),
    (
        "{ result = \"required\", not_belongings = [\"印鑑\"] }",
        "",
        ["要らない持ち物は \"印鑑\"", ""],
    ),
    (
        "{ result = \"required\", notes = [\"一つ\"] }",
        "",
        ["留意点は [\"一つ\"] のはずが", "二つ目"],
    ),
    (
        "{ result = \"required\", notes = [\"一つ\", \"三つ\"] }",
        "",
        ["留意点は", "二つ目"],
    ),
    (
        "{ result = \"required\", notes = [\"二つ\", \"一つ\"] }",
        "",
        ["留意点は", "二つ目"],
    ),
    (
        "{ result = \"required\" }",
        "asks = []",
        ["質問は {} のはずが", "{\"visit/vc\"}"],
    ),
    (
        "{ result = \"required\" }",
        "asks = [\"visit/vb\"]",
        ["質問は {\"visit/vb\"}", "{\"visit/vc\"}"],
    ),
    ("", "", ["判定の数は 0 のはずが", "1"]),
];

#[test]
fn each_kind_of_mismatch_is_told() {
    for (expect, more, parts) in MISMATCHES {
        let told = told(expect, more);
        assert_eq!(told.len(), 1, "{expect} {more}: {told:#?}");
        assert!(told[0].starts_with("PP-01: n: "), "{told:?}");
        for part in parts {
            assert!(told[0].contains(part), "{expect} {more}: {part} in {told:#?}");
        }
    }
}

#[test]
fn a_note_that_is_not_certain_does_not_stand_for_one_that_is() {
    let rows = "[[note]]\ntext = \"一つ目\"\nwhen = \"vb\"\n";
    let mut files = files();
    files.insert(
        "procedures/move_in/PP-01.toml".to_owned(),
        procedure("PP-01", "visit", "va", rows),
    );
    let file: ScenarioFile = toml::from_str(
        "procedure = \"PP-01\"\n[[scenario]]\nname = \"n\"\non = \"2026-04-20\"\nevents = [\"move_in\"]\n\
         visit = { va = true }\nmembers = [{ id = \"1\" }]\nexpect = [{ result = \"required\", notes = [\"一つ\"] }]\n",
    )
    .expect("a scenario");
    let told = run(&file, &loaded(&files));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("留意点は"), "{told:#?}");
}

/// The scenarios of the procedure about each member of the small release.
fn of_members(procedure: &str, scenario: &str) -> Vec<String> {
    let text = format!("procedure = \"{procedure}\"\n[[scenario]]\nname = \"n\"\n{scenario}");
    run(&toml::from_str(&text).expect("a scenario"), &loaded(&files()))
}

#[test]
fn what_cannot_be_judged_as_written_is_told() {
    let on = "on = \"2026-04-20\"\nevents = [\"move_in\"]\n";
    let of = |procedure: &str, rest: &str| of_members(procedure, &format!("{on}{rest}"));
    let adult = "id = \"1\", ma = true, mb = \"1980-01-01\", mc = \"x\"";
    let right =
        format!("members = [{{ {adult} }}]\nexpect = [{{ person = \"1\", result = \"required\" }}]\n");
    assert_eq!(of("PP-99", &right), Vec::<String>::new());
    let child = right.replace("1980", "2020");
    assert_eq!(
        of("PP-99", &child),
        ["PP-99: n: 結果は Required のはずが NotRequired"]
    );
    for (procedure, rest, parts) in [
        (
            "PP-99",
            right.replace("person = \"1\"", "person = \"2\""),
            vec!["判定のある人は Some(\"2\")", "なし"],
        ),
        (
            "PP-99",
            right.replace("person = \"1\", ", ""),
            vec!["判定のある人は None", "なし"],
        ),
        (
            "PP-99",
            right.replace("ma = true", "ma = 3"),
            vec!["PP-99: n: ", "members[0].ma"],
        ),
        (
            "PP-98",
            right.replace("[{ person = \"1\", result = \"required\" }]", "[]"),
            vec!["PP-98: この手続きは版にありません"],
        ),
        (
            "PP-99",
            right.replace("1980-01-01", "2026-04-21"),
            vec!["PP-99: n: 事実が矛盾します: "],
        ),
        // A scenario that says no life event is about a move within the municipality.
        ("PP-99", right.clone(), vec!["判定の数は 1 のはずが 0"]),
    ] {
        let told = if parts[0].starts_with("判定の数") {
            of_members(procedure, &format!("on = \"2026-04-20\"\n{rest}"))
        } else {
            of(procedure, &rest)
        };
        for part in parts {
            assert!(
                told.iter().any(|told| told.contains(part)),
                "{rest}: {part} in {told:#?}"
            );
        }
    }
}
