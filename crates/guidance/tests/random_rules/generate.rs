//! Random small catalogues and situations.

use chrono::NaiveDate;
use madoguchi_guidance::catalogue::load;
use madoguchi_guidance::situation::Member;
use madoguchi_guidance::{Fact, FactKey, FactValue, MemberKey, Release, Situation, Source, UnknownReason};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::register_date::RegisterDate;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub(crate) const REFERENCE: &str = "2026-11-24";

/// Days on both sides of every day the generated conditions compare with, two and more in each band.
pub(crate) const DAYS: [&str; 10] = [
    "1940-01-01",
    "1961-11-24",
    "1961-11-25",
    "1961-11-26",
    "1990-01-01",
    "2010-05-05",
    "2020-01-01",
    "2026-11-20",
    "2026-11-21",
    "2026-11-24",
];

const FACTS: &str = r#"
[[fact]]
id = "va"
subject = "visit"
type = "bool"
label = "VA"
yes = "VA"
no = "not VA"
question = "VA?"
topic = "t"
who = "visitor"
[[fact]]
id = "vc"
subject = "visit"
type = "choice"
label = "VC"
question = "VC?"
topic = "t"
who = "visitor"
choices = [{ id = "x", label = "X" }, { id = "y", label = "Y" }, { id = "z", label = "Z" }]
[[fact]]
id = "vd"
subject = "visit"
type = "date"
label = "VD"
question = "VD?"
topic = "t"
who = "visitor"
not_future = true
[[fact]]
id = "ma"
subject = "member"
type = "bool"
label = "MA"
yes = "MA"
no = "not MA"
question = "MA?"
topic = "t"
who = "visitor"
[[fact]]
id = "mc"
subject = "member"
type = "choice"
label = "MC"
question = "MC?"
topic = "t"
who = "visitor"
choices = [{ id = "p", label = "P" }, { id = "q", label = "Q" }, { id = "r", label = "R" }]
[[fact]]
id = "mb"
subject = "member"
type = "date"
label = "MB"
question = "MB?"
topic = "t"
who = "visitor"
not_future = true
"#;

#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) release: Release,
    pub(crate) situation: Situation,
    /// The texts of the impossible combinations, each with whether it is about a member.
    pub(crate) impossible: Vec<(bool, String)>,
    files: Vec<(String, String)>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, text) in self.files.iter().filter(|(path, _)| !path.starts_with("facts")) {
            writeln!(f, "# {path}\n{text}")?;
        }
        writeln!(f, "{:#?}", self.situation.facts)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn leaf(member: bool) -> BoxedStrategy<String> {
    let visit = prop_oneof![
        3 => Just("va".to_owned()),
        2 => Just("vc is x".to_owned()),
        1 => Just("vc in [x, y]".to_owned()),
        1 => Just("vc not in [x]".to_owned()),
        1 => Just("vd < 2020-01-01".to_owned()),
        1 => Just("vd >= reference_date - 3 days".to_owned()),
    ];
    if !member {
        return visit.boxed();
    }
    let own = prop_oneof![
        3 => Just("ma".to_owned()),
        2 => Just("mc is p".to_owned()),
        1 => Just("mc is not q".to_owned()),
        1 => Just("mb attains 65".to_owned()),
        1 => Just("mb birthday 65".to_owned()),
        1 => Just("mb grade 1..12".to_owned()),
    ];
    prop_oneof![1 => visit, 3 => own].boxed()
}

fn condition(member: bool, depth: u32) -> BoxedStrategy<String> {
    if depth == 0 {
        return leaf(member);
    }
    let part = || condition(member, depth - 1);
    let members = condition(true, depth - 1);
    let filter = leaf(true);
    let quantified = (
        prop::sample::select(vec!["any", "all", "at least 2"]),
        filter,
        members,
        any::<[bool; 2]>(),
    )
        .prop_map(move |(quantifier, filter, body, [filtered, others])| {
            let other = if others && member { "other " } else { "" };
            let filter = if filtered {
                format!("where ({filter}) have ")
            } else {
                String::new()
            };
            format!("{quantifier} {other}members {filter}({body})")
        });
    prop_oneof![
        3 => leaf(member),
        2 => part().prop_map(|body| format!("not ({body})")),
        3 => (part(), part()).prop_map(|(a, b)| format!("({a}) and ({b})")),
        3 => (part(), part()).prop_map(|(a, b)| format!("({a}) or ({b})")),
        2 => quantified,
    ]
    .boxed()
}

fn procedure(id: &'static str, member: bool) -> impl Strategy<Value = (String, String)> {
    let subject = if member { "member" } else { "visit" };
    let conditions = prop::collection::vec(condition(member, 1), 6);
    let base = if member { vec!["vd", "mb"] } else { vec!["vd"] };
    let field = if member {
        vec!["va", "vc", "ma", "mc", "mb"]
    } else {
        vec!["va", "vc", "vd"]
    };
    let parts = (
        any::<[bool; 5]>(),
        prop::sample::select(base),
        prop::sample::select(field),
    );
    (condition(member, 2), conditions, parts).prop_map(move |(condition, whens, (with, base, field))| {
        let head = format!(
            "id = \"{id}\"\nname = \"{id}\"\nlife_events = [\"move_within\"]\nsubject = \"{subject}\"\n\
             condition = \"{condition}\"\nsummary = \"s\"\nplain = \"p\"\nconfidence = \"S\"\nevidence = \"e\"\n"
        );
        let when = |part: &str, place: usize| format!("{part}when = \"{}\"\n", whens[place]);
        let deadline = format!(
            "[[deadline]]\nfrom = \"{base}\"\ndays = 14\ninitial_day = \"excluded\"\ntext = \"d\"\n"
        );
        let parts = [
            (with[0], when(&deadline, 0)),
            (with[1], when("[[belonging]]\ntext = \"b\"\n", 1)),
            (with[2], when("[[outcome]]\nkind = \"elsewhere\"\n", 2)),
            (with[2], when("[[outcome]]\nkind = \"automatic\"\n", 3)),
            (with[3], when(&format!("[[field]]\nfact = \"{field}\"\n"), 4)),
            (true, "[[section]]\ncode = \"one\"\n".to_owned()),
            (with[4], when("[[section]]\ncode = \"two\"\n", 5)),
        ];
        let parts = parts.into_iter().filter(|(with, _)| *with).map(|(_, part)| part);
        let text: String = std::iter::once(head).chain(parts).collect();
        (format!("procedures/x/{id}.toml"), text)
    })
}

fn value(fact: &'static str) -> BoxedStrategy<FactValue> {
    let choices = |ids: [&'static str; 3]| {
        prop::sample::select(ids.to_vec())
            .prop_map(|id| FactValue::Choice(id.into()))
            .boxed()
    };
    match fact {
        "va" | "ma" => any::<bool>().prop_map(FactValue::Bool).boxed(),
        "vc" => choices(["x", "y", "z"]),
        "mc" => choices(["p", "q", "r"]),
        _ => {
            let known =
                prop::sample::select(DAYS.to_vec()).prop_map(|day| RegisterDate::Known(day.parse().unwrap()));
            let unknown = Just(RegisterDate::Unknown {
                earliest: "1961-11-24".parse().unwrap(),
                latest: "1961-11-26".parse().unwrap(),
                text: "頃".into(),
            });
            prop_oneof![4 => known, 1 => unknown]
                .prop_map(FactValue::Date)
                .boxed()
        }
    }
}

fn state(fact: &'static str) -> impl Strategy<Value = Option<Fact>> {
    prop_oneof![
        5 => value(fact).prop_map(|value| Some(Fact::Known { value, source: Source::Answer })),
        4 => Just(None),
        1 => Just(Some(Fact::Unknown(UnknownReason::NotKnown))),
        1 => Just(Some(Fact::Unknown(UnknownReason::RegisterSilent))),
    ]
}

fn situation() -> impl Strategy<Value = Situation> {
    let member = (state("ma"), state("mc"), state("mb"));
    let visit = (state("va"), state("vc"), state("vd"));
    (visit, prop::collection::vec(member, 1..=3)).prop_map(|((va, vc, vd), members)| {
        let mut facts = BTreeMap::new();
        let mut put = |key: FactKey, fact: Option<Fact>| facts.extend(fact.map(|fact| (key, fact)));
        put(FactKey::visit("va"), va);
        put(FactKey::visit("vc"), vc);
        put(FactKey::visit("vd"), vd);
        let mut list = Vec::new();
        for (place, (ma, mc, mb)) in members.into_iter().enumerate() {
            let key = MemberKey(place.to_string());
            put(FactKey::member(&key, "ma"), ma);
            put(FactKey::member(&key, "mc"), mc);
            put(FactKey::member(&key, "mb"), mb);
            list.push(Member {
                label: format!("member {place}"),
                key,
            });
        }
        let reference_date: NaiveDate = REFERENCE.parse().unwrap();
        Situation {
            reference_date,
            events: BTreeSet::from([LifeEvent::MoveWithin]),
            members: list,
            facts,
        }
    })
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let impossible = prop::collection::vec(
        any::<bool>().prop_flat_map(|member| condition(member, 1).prop_map(move |text| (member, text))),
        0..=2,
    );
    (
        procedure("P-1", false),
        procedure("P-2", true),
        impossible,
        situation(),
    )
        .prop_map(|(visit, member, impossible, situation)| {
            let rules: Vec<String> = impossible
                .iter()
                .map(|(member, text)| {
                    let subject = if *member { "member" } else { "visit" };
                    format!("[[impossible]]\nsubject = \"{subject}\"\ntext = \"i\"\nwhen = \"{text}\"\n")
                })
                .collect();
            let files = vec![
                (
                    "release.toml".to_owned(),
                    "id = \"r\"\ntitle = \"r\"\nvalid_from = 2020-01-01".to_owned(),
                ),
                (
                    "topics.toml".to_owned(),
                    "topic = [{ id = \"t\", label = \"T\" }]".to_owned(),
                ),
                (
                    "sections.toml".to_owned(),
                    "section = [{ code = \"one\", name = \"1\" }, { code = \"two\", name = \"2\" }]"
                        .to_owned(),
                ),
                ("facts/1.toml".to_owned(), FACTS.to_owned()),
                ("impossible.toml".to_owned(), rules.concat()),
                visit,
                member,
            ];
            let bytes: Vec<(String, &[u8])> = files
                .iter()
                .map(|(path, text)| (path.clone(), text.as_bytes()))
                .collect();
            let release = load(&bytes).unwrap_or_else(|findings| panic!("{findings:#?}"));
            Case {
                release,
                situation,
                impossible,
                files,
            }
        })
}
