//! Conditions read aloud, and as a picture of a situation.

mod small;

use madoguchi_guidance::catalogue::SubjectKind;
use madoguchi_guidance::explain::{Mark, Node, condition, pictures};
use madoguchi_guidance::{MunicipalitySettings, Situation};
use serde_json::json;
use small::{files, loaded, procedure};

/// Conditions as they are written and as they are read aloud.
const ALOUD: &[(&str, &str)] = &[
    ("true", "いつでも当てはまる"),
    ("false", "当てはまることはない"),
    ("event move_in", "「転入」の手続きで来庁した"),
    ("va", "VA"),
    ("not va", "not VA"),
    ("not not va", "VA"),
    ("va and vb", "次のすべてに当てはまる：「VA」、「VB」"),
    ("va or vb", "次のいずれかに当てはまる：「VA」、「VB」"),
    (
        "not (va or vb)",
        "次のことには当てはまらない：「次のいずれかに当てはまる：「VA」、「VB」」",
    ),
    ("mc is y", "mcが「Y」である"),
    ("mc is not y", "mcが「Y」ではない"),
    ("mc in [x, z]", "mcが「X」か「Z」である"),
    ("any member (ma)", "世帯員のうち、次に当てはまる人がいる：「MA」"),
    (
        "any other member (ma)",
        "ほかの世帯員のうち、次に当てはまる人がいる：「MA」",
    ),
    (
        "all members where mc is x have (ma)",
        "世帯員（mcが「X」である人に限る）の全員が、次に当てはまる：「MA」",
    ),
    (
        "at least 2 members (ma)",
        "世帯員のうち、次に当てはまる人が2人以上いる：「MA」",
    ),
    (
        "mb attains 20",
        "20歳に達している（mbで数え、誕生日の前日に達する）",
    ),
    (
        "not mb attains 20",
        "まだ20歳に達していない（mbで数え、誕生日の前日に達する）",
    ),
    (
        "mb birthday 20",
        "20歳の誕生日を迎えている（mbで数え、誕生日の当日から）",
    ),
    (
        "not mb birthday 20",
        "まだ20歳の誕生日を迎えていない（mbで数え、誕生日の当日から）",
    ),
    (
        "mb fiscal_year_end 18",
        "18歳に達する日以後の最初の3月31日までの間にある",
    ),
    (
        "not mb fiscal_year_end 18",
        "18歳に達する日以後の最初の3月31日を過ぎている",
    ),
    (
        "mb grade 1..6",
        "小学生の年齢である（mbで数え、4月1日生まれは上の学年）",
    ),
    (
        "not mb grade 7..9",
        "中学生の年齢ではない（mbで数え、4月1日生まれは上の学年）",
    ),
    (
        "mb grade 1..9",
        "小学生・中学生の年齢である（mbで数え、4月1日生まれは上の学年）",
    ),
    (
        "mb grade 6..6",
        "小学6年生の年齢である（mbで数え、4月1日生まれは上の学年）",
    ),
    (
        "mb grade 0..7",
        "小学校入学の前の年度から中学1年生までの年齢である（mbで数え、4月1日生まれは上の学年）",
    ),
    ("vd <= reference_date", "vdが判定の基準日以前である"),
    ("vd < reference_date", "vdが判定の基準日より前である"),
    ("vd >= reference_date", "vdが判定の基準日以後である"),
    ("vd > reference_date", "vdが判定の基準日より後である"),
    ("not vd <= reference_date", "vdが判定の基準日より後である"),
    ("not vd < reference_date", "vdが判定の基準日以後である"),
    ("not vd >= reference_date", "vdが判定の基準日より前である"),
    ("not vd > reference_date", "vdが判定の基準日以前である"),
    (
        "vd <= reference_date - 3 months",
        "vdが判定の基準日の3か月前以前である",
    ),
    (
        "vd >= reference_date + 3 months",
        "vdが判定の基準日の3か月後以後である",
    ),
    (
        "vd <= reference_date + 5 days",
        "vdが判定の基準日の5日後以前である",
    ),
    (
        "vd >= reference_date - 5 days",
        "vdが判定の基準日の5日前以後である",
    ),
    (
        "not vd <= reference_date + 5 days",
        "vdが判定の基準日の6日後以後である",
    ),
    (
        "not vd >= reference_date + 5 days",
        "vdが判定の基準日の4日後以前である",
    ),
    (
        "vd >= reference_date - 1 months + 2 days",
        "vdが判定の基準日の1か月前・2日後以後である",
    ),
    ("vd <= 2026-04-01", "vdが令和8年4月1日以前である"),
];

#[test]
fn conditions_are_read_aloud() {
    let release = loaded(&files());
    for (text, read) in ALOUD {
        assert_eq!(
            condition(&release, text, SubjectKind::Member).as_deref(),
            Some(*read),
            "{text}"
        );
    }
    assert_eq!(condition(&release, "ma", SubjectKind::Visit), None);
    assert_eq!(condition(&release, "va and", SubjectKind::Member), None);
}

/// A part of a picture on one line: its sign, its text, what it rests on, and its own parts.
fn line(node: &Node) -> String {
    let facts: Vec<_> = node.facts.iter().map(|fact| format!(" ← {fact}")).collect();
    let facts = facts.concat();
    let parts: Vec<_> = node.parts.iter().map(line).collect();
    let parts = if parts.is_empty() {
        String::new()
    } else {
        format!(" [{}]", parts.join("; "))
    };
    format!("{}{}{facts}{parts}", node.mark.sign(), node.text)
}

/// The pictures of the first procedure in a household of three.
fn pictured(subject: &str, condition: &str) -> Vec<(Option<String>, String)> {
    let mut files = files();
    let text = "[[definition]]\nid = \"d\"\nsubject = \"member\"\nlabel = \"D\"\ncondition = \"ma\"\n";
    files.insert("definitions.toml".to_owned(), text.to_owned());
    files.insert(
        "procedures/move_in/PP-01.toml".to_owned(),
        procedure("PP-01", subject, condition, ""),
    );
    let release = loaded(&files);
    let facts = json!({ "events": ["move_in"], "visit": { "va": true, "vb": false }, "members": [
        { "id": "1", "name": "甲", "ma": true, "mc": "x" },
        { "id": "2", "name": "乙", "ma": false, "mc": "y" },
        { "id": "3", "name": "丙", "mc": "x" },
    ] });
    let situation =
        Situation::from_file(&facts, "2026-04-20".parse().expect("a day"), &release).expect("a situation");
    let all = pictures(&release, &situation, &MunicipalitySettings::default()).expect("pictures");
    let of = all.into_iter().filter(|picture| picture.procedure == "PP-01");
    of.map(|picture| (picture.member.map(|member| member.0), line(&picture.rule)))
        .collect()
}

#[test]
fn each_part_of_a_picture_says_how_it_comes_out() {
    for (condition, read) in [
        ("va", "〇VA ← va: はい［"),
        ("vb", "×VB ← vb: いいえ［"),
        ("vc", "？VC ← vc"),
        ("va and vb", "×次のすべてに当てはまる [〇VA ← va: はい"),
        ("vb or vc", "？次のいずれかに当てはまる [×VB ← "),
        (
            "any member (ma)",
            "〇世帯員のうち、次に当てはまる人がいる [甲さん [〇MA ← ",
        ),
    ] {
        let pictures = pictured("visit", condition);
        assert_eq!(pictures.len(), 1);
        assert_eq!(pictures[0].0, None);
        assert!(pictures[0].1.starts_with(read), "{condition}: {pictures:#?}");
    }
    assert_eq!(Mark::Heading.sign(), "");
}

/// Whom a picture has as headings: (the member it is about, the names).
fn headings(condition: &str) -> Vec<Vec<&'static str>> {
    let pictures = pictured("member", condition);
    assert_eq!(pictures.len(), 3);
    let named = |text: &str| {
        ["甲", "乙", "丙"]
            .into_iter()
            .filter(|name| text.contains(&format!("{name}さん")))
            .collect()
    };
    pictures.iter().map(|(_, text)| named(text)).collect()
}

#[test]
fn a_picture_names_those_a_part_is_about() {
    assert_eq!(headings("any member (ma)"), vec![vec!["甲", "乙", "丙"]; 3]);
    assert_eq!(
        headings("any other member (ma)"),
        [vec!["乙", "丙"], vec!["甲", "丙"], vec!["甲", "乙"]]
    );
    let named = pictured("member", "d");
    assert_eq!(named[1].0.as_deref(), Some("2"));
    assert!(named[1].1.starts_with("×D [×MA ← ma: いいえ［"), "{named:#?}");
    let filtered = pictured("visit", "all members where mc is x have (ma)");
    assert!(
        filtered[0]
            .1
            .contains("乙さん [×次のすべてに当てはまる [×mcが「X」である"),
        "{filtered:#?}"
    );
}
