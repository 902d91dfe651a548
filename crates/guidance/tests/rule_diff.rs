//! What one release changes against another: each kind of change is told, part by part, and nothing else.

mod small;

use madoguchi_guidance::diff::{Change, RuleDiff, rules};
use small::{files, loaded, procedure};
use std::collections::BTreeMap;

const FACTS: &str = "facts/1.toml";
const PROCEDURE: &str = "procedures/move_in/PP-01.toml";
const DEFINITIONS: &str = "definitions.toml";
const IMPOSSIBLE: &str = "impossible.toml";

const ROWS: &str = "[[deadline]]\nfrom = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\ntext = \"14日以内\"\n\
    [[belonging]]\ntext = \"印鑑\"\nreason = \"r\"\nwhen = \"vb\"\n[[fee]]\ntext = \"300円\"\n[[form]]\nid = \"f\"\n\
    [[field]]\nfact = \"vd\"\nwhen = \"vb\"\n[[note]]\ntext = \"n\"\n[[outcome]]\nkind = \"application\"\ntext = \"o\"\n";

/// The small release with something of everything.
fn full() -> BTreeMap<String, String> {
    let mut files = files();
    files.insert(
        PROCEDURE.to_owned(),
        procedure("PP-01", "visit", "va and d", ROWS),
    );
    files.insert(
        DEFINITIONS.to_owned(),
        "[[definition]]\nid = \"d\"\nsubject = \"visit\"\nlabel = \"D\"\ncondition = \"vb or vc\"\n"
            .to_owned(),
    );
    files.insert(
        IMPOSSIBLE.to_owned(),
        "[[impossible]]\nsubject = \"visit\"\ntext = \"I\"\nwhen = \"vb and vc\"\n".to_owned(),
    );
    files
}

/// What is told where a text of a file is another one.
#[track_caller]
fn changed(path: &str, from: &str, to: &str) -> Vec<RuleDiff> {
    let (old, mut new) = (full(), full());
    let text = old[path].replacen(from, to, 1);
    assert_ne!(old[path], text, "{from}");
    new.insert(path.to_owned(), text);
    rules(&loaded(&old), &loaded(&new))
}

fn told(diff: &RuleDiff) -> (&str, &str, &str) {
    (&diff.id, diff.what, &diff.name)
}

#[test]
fn a_release_does_not_differ_from_itself() {
    assert_eq!(rules(&loaded(&full()), &loaded(&full())), Vec::new());
    // Nor by where its lines are broken.
    assert_eq!(
        changed(PROCEDURE, "\"va and d\"", "\"\"\"\nva\n  and d\"\"\""),
        Vec::new()
    );
}

/// What is changed in a procedure into what, the part that is told, and how it reads before and after.
type PartChange = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const PARTS: &[PartChange] = &[
    ("name = \"PP-01\"", "name = \"P\"", "名前", "PP-01", "P"),
    ("va and d", "va or d", "条件", "va and d", "va or d"),
    (
        "\"birth\"",
        "\"death\"",
        "ライフイベント",
        "転入 / 出生",
        "転入 / 死亡",
    ),
    (
        "summary",
        "valid_from = 2026-04-01\nsummary",
        "適用期間",
        "〜",
        "2026-04-01〜",
    ),
    (
        "summary",
        "valid_to = 2026-04-01\nsummary",
        "適用期間",
        "〜",
        "〜2026-04-01",
    ),
    (
        "fact = \"vd\"\nwhen = \"vb\"",
        "fact = \"vd\"",
        "記入する事実",
        "vd（vb）",
        "vd",
    ),
    (
        "fact = \"vd\"",
        "fact = \"va\"",
        "記入する事実",
        "vd（vb）",
        "va（vb）",
    ),
    (
        "[[note]]",
        "[[note]]\nkind = \"warning\"",
        "注意の種類",
        "留意点",
        "注意",
    ),
    ("23条", "24条", "根拠", "甲法23条", "甲法24条"),
    ("summary = \"s\"", "summary = \"S\"", "説明", "s", "S"),
    ("plain = \"p\"", "plain = \"P\"", "やさしい日本語", "p", "P"),
    (
        "summary",
        "follows = [\"PP-99\"]\nsummary",
        "先にする手続き",
        "",
        "PP-99",
    ),
    (
        "summary",
        "part_of = [\"PP-99\"]\nsummary",
        "一緒に済む手続き",
        "",
        "PP-99",
    ),
    (
        "summary",
        "discreet = true\nsummary",
        "案内票に載せない",
        "false",
        "true",
    ),
    (
        "text = \"o\"",
        "text = \"O\"",
        "結果",
        "申請・届出: o",
        "申請・届出: O",
    ),
    (
        "text = \"印鑑\"",
        "text = \"通帳\"",
        "持ち物",
        "印鑑（r）（vb）",
        "通帳（r）（vb）",
    ),
    (
        "reason = \"r\"\nwhen = \"vb\"",
        "reason = \"r\"\nwhen = \"vc\"",
        "持ち物",
        "印鑑（r）（vb）",
        "印鑑（r）（vc）",
    ),
    ("code = \"s\"", "code = \"u\"", "担当", "s", "u"),
    ("300円", "400円", "手数料", "300円", "400円"),
    ("[[form]]\nid = \"f\"\n", "", "様式", "f", ""),
    ("text = \"n\"", "text = \"N\"", "窓口での注意", "n", "N"),
];

#[test]
fn each_part_of_a_procedure_is_told() {
    for (from, to, part, before, after) in PARTS {
        let diffs = changed(PROCEDURE, from, to);
        assert_eq!(diffs.len(), 1, "{to}: {diffs:#?}");
        let name = if *part == "名前" { "P" } else { "PP-01" };
        assert_eq!(told(&diffs[0]), ("PP-01", "手続き", name));
        let parts = vec![(*part, (*before).to_owned(), (*after).to_owned())];
        assert_eq!(diffs[0].change, Change::Changed(parts), "{to}");
    }
}

#[test]
fn how_a_deadline_is_counted_is_told() {
    for (from, to, before, after) in [
        ("days = 14", "days = 15", "14日", "15日"),
        ("days = 14", "months = 1", "14日", "か月"),
        (
            "days = 14",
            "closed_last_day = \"stays\"\ndays = 14",
            "次の開庁日",
            "閉庁日でも同じ日",
        ),
        (
            "from = \"vd\"\ndays = 14\ninitial_day = \"excluded\"",
            "on = \"vd\"",
            "vdから",
            "vd",
        ),
        (
            "from = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\n",
            "",
            "vdから",
            " / ",
        ),
    ] {
        let diffs = changed(PROCEDURE, from, to);
        assert_eq!(diffs.len(), 1, "{diffs:#?}");
        let Change::Changed(parts) = &diffs[0].change else {
            panic!("{diffs:#?}")
        };
        assert_eq!(parts[0].0, "期限の数え方", "{parts:#?}");
        assert!(
            parts[0].1.contains(before) && parts[0].2.contains(after),
            "{parts:#?}"
        );
    }
}

#[test]
fn each_part_of_a_fact_and_of_a_definition_is_told() {
    for (path, from, to, told_of, part, after) in [
        (
            FACTS,
            "label = \"va\"",
            "label = \"A\"",
            ("va", "事実", "A"),
            "名前",
            "A",
        ),
        (
            FACTS,
            "question = \"?\"",
            "question = \"??\"",
            ("va", "事実", "va"),
            "質問",
            "??",
        ),
        (
            FACTS,
            "plain = \"?\"",
            "plain = \"??\"",
            ("va", "事実", "va"),
            "やさしい日本語",
            "??",
        ),
        (
            FACTS,
            "help = \"h\"",
            "help = \"H\"",
            ("va", "事実", "va"),
            "補足",
            "H",
        ),
        (
            DEFINITIONS,
            "label = \"D\"",
            "label = \"E\"",
            ("d", "定義", "E"),
            "名前",
            "E",
        ),
        (
            DEFINITIONS,
            "vb or vc",
            "vc or vb",
            ("d", "定義", "D"),
            "条件",
            "vc or vb",
        ),
        (
            IMPOSSIBLE,
            "text = \"I\"",
            "text = \"J\"",
            ("vb and vc", "あり得ない組合せ", "J"),
            "名前",
            "J",
        ),
    ] {
        let diffs = changed(path, from, to);
        assert_eq!(diffs.len(), 1, "{diffs:#?}");
        assert_eq!(told(&diffs[0]), told_of);
        let Change::Changed(parts) = &diffs[0].change else {
            panic!("{diffs:#?}")
        };
        assert_eq!(parts.len(), 1, "{parts:#?}");
        assert_eq!((parts[0].0, &*parts[0].2), (part, after));
    }
    // The values a fact can have, and the topic it is asked under.
    for (path, from, to, part) in [
        (FACTS, "yes = \"VA\"", "yes = \"VV\"", "値"),
        (
            FACTS,
            "label = \"Z\" }",
            "label = \"Z\" }, { id = \"w\", label = \"W\" }",
            "値",
        ),
    ] {
        let diffs = changed(path, from, to);
        assert_eq!(diffs.len(), 1, "{diffs:#?}");
        assert!(matches!(&diffs[0].change, Change::Changed(parts) if parts.len() == 1 && parts[0].0 == part));
    }
}

#[test]
fn what_only_one_of_them_has_is_told() {
    let mut less = full();
    let more = full();
    less.remove(PROCEDURE);
    less.remove(DEFINITIONS);
    less.remove(IMPOSSIBLE);
    let expected = [
        ("PP-01", "手続き", "PP-01"),
        ("d", "定義", "D"),
        ("vb and vc", "あり得ない組合せ", "I"),
    ];
    for (old, new, change) in [(&less, &more, Change::Added), (&more, &less, Change::Removed)] {
        let diffs = rules(&loaded(old), &loaded(new));
        let found: Vec<_> = diffs.iter().map(told).collect();
        assert_eq!(found, expected);
        assert!(diffs.iter().all(|diff| diff.change == change), "{diffs:#?}");
    }
    // Each kind by id, whatever happened to it.
    let mut later = more.clone();
    later.remove(PROCEDURE);
    later.insert(
        "procedures/move_in/PP-00.toml".to_owned(),
        procedure("PP-00", "visit", "va and d", ""),
    );
    let changed = later["procedures/move_in/PP-99.toml"].replace("summary = \"s\"", "summary = \"S\"");
    later.insert("procedures/move_in/PP-99.toml".to_owned(), changed);
    let diffs = rules(&loaded(&more), &loaded(&later));
    let found: Vec<_> = diffs.iter().map(|diff| (&*diff.id, &diff.change)).collect();
    assert_eq!(
        (found[0], found[1]),
        (("PP-00", &Change::Added), ("PP-01", &Change::Removed))
    );
    assert!(found.len() == 3 && found[2].0 == "PP-99" && matches!(found[2].1, Change::Changed(_)));
}
