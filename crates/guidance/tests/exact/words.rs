//! What is written out for people: pictures, guidance as text, mistakes in a file of facts.

use madoguchi_guidance::catalogue::SubjectKind;
use madoguchi_guidance::explain::{Mark, Node, condition, guidance, pictures};
use madoguchi_guidance::{Fact, FactKey, FactValue, MemberKey, MunicipalitySettings, Release, Situation};
use serde_json::{Value, json};

use super::{judged, loaded, on, one, release, with};

fn picture(subject: &str, condition: &str, visit: Value) -> Node {
    let release = release(&[("PP-01", subject, condition, "")]);
    let situation = one(&release, visit);
    let mut pictures = pictures(&release, &situation, &MunicipalitySettings::default()).unwrap();
    assert_eq!(pictures.len(), 1);
    let member = (subject == "member").then(|| MemberKey("1".to_owned()));
    assert_eq!((&*pictures[0].procedure, &pictures[0].member), ("PP-01", &member));
    pictures.remove(0).rule
}

#[test]
fn a_part_without_parts_of_its_own_is_read_in_full() {
    let whole = picture(
        "visit",
        "va and not (vb and vc)",
        json!({ "va": true, "vb": false }),
    );
    assert_eq!(whole.text, "次のすべてに当てはまる");
    assert_eq!(whole.mark, Mark::Holds);
    let not = &whole.parts[1];
    assert!(not.parts.is_empty());
    assert_eq!(
        not.text,
        "次のことには当てはまらない：「次のすべてに当てはまる：「VB」、「VC」」"
    );
    assert_eq!(not.facts.len(), 2);
    // Of nobody else there are no parts.
    let nobody = picture("member", "any other member (ma)", json!({}));
    assert!(nobody.parts.is_empty());
    assert_eq!(nobody.text, "ほかの世帯員のうち、次に当てはまる人がいる：「MA」");
    assert_eq!(nobody.mark, Mark::Fails);
    let somebody = picture("visit", "any member (ma)", json!({}));
    assert_eq!(somebody.text, "世帯員のうち、次に当てはまる人がいる");
    assert_eq!(somebody.mark, Mark::Open);
    assert_eq!(somebody.parts[0].mark, Mark::Heading);
    assert_eq!(somebody.parts[0].parts[0].text, "MA");
}

/// The line of the deadline in the guidance.
fn deadline(row: &str, visit: Value) -> String {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let path = "procedures/move_in/PP-01.toml";
    let text = files[path].replace("text = \"d\"\nbasis = \"甲法施行令5条\"\n", row);
    files.insert(path.to_owned(), text);
    let release = loaded(&files);
    let text = guidance(&judged(&release, &one(&release, visit)));
    let line = text.lines().find_map(|line| line.strip_prefix("　　期限: "));
    line.unwrap().to_owned()
}

#[test]
fn a_deadline_is_written_with_its_day_or_how_it_is_counted() {
    let known = json!({ "va": true });
    assert_eq!(deadline("text = \"速やかに\"\n", known.clone()), "速やかに");
    let within = "from = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\ntext = \"14日以内\"\n";
    let open = deadline(within, known);
    assert!(
        open.starts_with("14日以内。") && open.ends_with("vdが分かると最後の日を計算できます。"),
        "{open}"
    );
    let late = "　※期限を過ぎています";
    for (from, due, is_late) in [
        ("2026-04-06", "令和8年4月20日（14日以内）。", false),
        ("2026-04-03", "令和8年4月17日（14日以内）。", true),
    ] {
        let line = deadline(within, json!({ "va": true, "vd": from }));
        assert!(line.starts_with(due), "{line}");
        assert_eq!(line.ends_with(late), is_late, "{line}");
    }
}

#[test]
fn a_condition_is_read_aloud() {
    let release = release(&[("PP-01", "visit", "va", "")]);
    for (text, subject, aloud) in [
        ("va", SubjectKind::Visit, Some("VA")),
        ("not va", SubjectKind::Visit, Some("not VA")),
        ("not (not va)", SubjectKind::Visit, Some("VA")),
        ("mc is x", SubjectKind::Member, Some("mcが「X」である")),
        (
            "mc in [x, z]",
            SubjectKind::Member,
            Some("mcが「X」か「Z」である"),
        ),
        ("mc is not x", SubjectKind::Member, Some("mcが「X」ではない")),
        ("mc is x", SubjectKind::Visit, None),
        ("va and", SubjectKind::Visit, None),
        ("true", SubjectKind::Visit, Some("いつでも当てはまる")),
        ("false", SubjectKind::Visit, Some("当てはまることはない")),
        (
            "vd <= reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日以前である"),
        ),
        (
            "vd < reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日より前である"),
        ),
        (
            "vd >= reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日以後である"),
        ),
        (
            "vd > reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日より後である"),
        ),
        (
            "not vd <= reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日より後である"),
        ),
        (
            "not vd >= reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日より前である"),
        ),
        (
            "not vd < reference_date",
            SubjectKind::Visit,
            Some("vdが判定の基準日以後である"),
        ),
        (
            "vd <= reference_date - 1 months + 3 days",
            SubjectKind::Visit,
            Some("vdが判定の基準日の1か月前・3日後以前である"),
        ),
        (
            "not vd >= reference_date + 2 months",
            SubjectKind::Visit,
            Some("vdが判定の基準日の2か月後より前である"),
        ),
    ] {
        assert_eq!(condition(&release, text, subject).as_deref(), aloud, "{text}");
    }
}

fn mistakes(release: &Release, visit: &Value, members: &Value) -> Vec<(String, String, String)> {
    let facts = json!({ "events": ["move_in"], "visit": visit, "members": members });
    let errors = Situation::from_file(&facts, on(), release).unwrap_err();
    errors
        .into_iter()
        .map(|error| (error.path, error.problem, error.remedy))
        .collect()
}

#[test]
fn mistakes_in_a_file_of_facts_name_what_would_be_right() {
    let release = release(&[("PP-01", "visit", "va", "")]);
    let member = json!([{ "id": "1" }]);
    let told = mistakes(&release, &json!({ "vx": true }), &member);
    assert_eq!(told[0].0, "visit.vx");
    // Facts of the visit alone.
    assert_eq!(told[0].2, "近い名前: va、vb、vc");
    let told = mistakes(&release, &json!({}), &json!([{ "id": "1", "mx": true }]));
    assert_eq!(told[0].0, "members[0].mx");
    assert!(
        told[0].2.starts_with("近い名前: ") && told[0].2.contains("ma") && !told[0].2.contains("va"),
        "{}",
        told[0].2
    );
    let told = mistakes(&release, &json!({ "vd": "2026-4-1" }), &member);
    assert_eq!(told[0].0, "visit.vd");
    assert!(told[0].2.contains("\"2026-04-01\" の形の日付"), "{}", told[0].2);
    assert!(told[0].2.contains("earliest"), "{}", told[0].2);
    // What is said of a member beside the facts is a near name there alone.
    let told = mistakes(&release, &json!({}), &json!([{ "id": "1", "nmae": "甲" }]));
    assert!(told[0].2.contains("name"), "{}", told[0].2);
    let told = mistakes(&release, &json!({ "nmae": "甲" }), &member);
    assert!(!told[0].2.contains("name"), "{}", told[0].2);
    let told = mistakes(&release, &json!({ "va": "yes" }), &member);
    assert!(told[0].2.contains("true"), "{}", told[0].2);
    let backwards = json!({ "vd": { "earliest": "2026-02-02", "latest": "2026-02-01" } });
    assert_eq!(mistakes(&release, &backwards, &member)[0].0, "visit.vd");
    let more = json!({ "vd": { "earliest": "2026-02-01", "latest": "2026-02-01", "about": "x" } });
    assert_eq!(mistakes(&release, &more, &member)[0].0, "visit.vd");
    let told = mistakes(&release, &json!({}), &json!([{ "id": "1" }, { "id": "1" }]));
    assert_eq!(told[0].0, "members[1].id");
}

#[test]
fn the_relationship_says_who_heads_the_household_unless_a_fact_does() {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let facts = files.get_mut("facts/1.toml").unwrap();
    *facts = facts.replace("\"ma\"", "\"head_of_household\"");
    let release = loaded(&files);
    for (member, heads) in [
        (json!({ "id": "1", "relationship": "世帯主" }), Some(true)),
        (json!({ "id": "1", "relationship": "妻" }), Some(false)),
        (
            json!({ "id": "1", "relationship": "妻", "head_of_household": true }),
            Some(true),
        ),
        (json!({ "id": "1" }), None),
    ] {
        let situation = super::situation(&release, json!({}), std::slice::from_ref(&member));
        let key = FactKey::member(&MemberKey("1".to_owned()), "head_of_household");
        let found = match situation.facts.get(&key) {
            Some(Fact::Known {
                value: FactValue::Bool(value),
                ..
            }) => Some(*value),
            _ => None,
        };
        assert_eq!(found, heads, "{member}");
    }
    let named = |name: &str| {
        let member = json!({ "id": "1", "name": name });
        let situation = super::situation(&release, json!({}), &[member]);
        situation.members[0].label.clone()
    };
    assert_eq!(named("見本　太郎"), "見本　太郎");
    assert_eq!(named(""), "世帯員1");
}
