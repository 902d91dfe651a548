//! A situation from a file that someone wrote by hand.

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::register_date::RegisterDate;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::check::right_values;
use super::{Member, Situation};
use crate::catalogue::{FactDefinition, FactKind, Release, SubjectKind, nearest};
use crate::facts::{Fact, FactKey, FactValue, MemberKey, Source, UnknownReason};

/// A mistake in a file: where, what is wrong, what would be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileError {
    /// The place, for example `members[1].health_insurance`.
    pub path: String,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub remedy: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}。{}", self.path, self.problem, self.remedy)
    }
}

/// Names in a member that are not facts.
const ABOUT_MEMBER: [&str; 3] = ["id", "name", "relationship"];

impl Situation {
    /// Reads a file (`{"events": […], "visit": {…}, "members": [{"id": …, …}]}`) with the facts of a release.
    /// Gives every mistake at once.
    pub fn from_file(
        file: &Value,
        reference_date: NaiveDate,
        release: &Release,
    ) -> Result<Self, Vec<FileError>> {
        let mut reader = Reader {
            release,
            errors: Vec::new(),
            facts: BTreeMap::new(),
        };
        let situation = reader.read(file, reference_date);
        match situation {
            Some(situation) if reader.errors.is_empty() => Ok(situation),
            _ => Err(reader.errors),
        }
    }
}

struct Reader<'r> {
    release: &'r Release,
    errors: Vec<FileError>,
    facts: BTreeMap<FactKey, Fact>,
}

impl Reader<'_> {
    fn error(&mut self, path: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) {
        self.errors.push(FileError {
            path: path.into(),
            problem: problem.into(),
            remedy: remedy.into(),
        });
    }

    fn read(&mut self, file: &Value, reference_date: NaiveDate) -> Option<Situation> {
        let Some(file) = file.as_object() else {
            self.error(
                "(全体)",
                "中身が { … } ではありません",
                "events、visit、members を持つ { … } にしてください",
            );
            return None;
        };
        for name in file
            .keys()
            .filter(|name| !["events", "visit", "members"].contains(&name.as_str()))
        {
            let near = nearest(name, ["events", "visit", "members"].into_iter());
            self.error(
                name,
                "この名前は使いません",
                near_or(&near, "events、visit、members だけを書けます"),
            );
        }
        let events = self.events(file.get("events"));
        match file.get("visit") {
            None => {}
            Some(Value::Object(visit)) => self.visit(visit),
            Some(_) => self.error(
                "visit",
                "{ … } ではありません",
                "\"visit\": {\"moved_on\": \"2026-11-10\"} の形にしてください",
            ),
        }
        let members = self.members(file.get("members"));
        Some(Situation {
            reference_date,
            events,
            members,
            facts: std::mem::take(&mut self.facts),
        })
    }

    fn events(&mut self, events: Option<&Value>) -> BTreeSet<LifeEvent> {
        let right = LifeEvent::ALL
            .map(|event| format!("\"{}\"（{}）", event.code(), event.label()))
            .join("、");
        let Some(Value::Array(events)) = events else {
            self.error(
                "events",
                "ライフイベントがありません",
                format!("\"events\": [ … ] に次から選んでください: {right}"),
            );
            return BTreeSet::new();
        };
        if events.is_empty() {
            self.error(
                "events",
                "ライフイベントがありません",
                format!("次から一つ以上選んでください: {right}"),
            );
        }
        let mut found = BTreeSet::new();
        for (place, event) in events.iter().enumerate() {
            match event.as_str().and_then(LifeEvent::from_code) {
                Some(event) => {
                    found.insert(event);
                }
                None => self.error(
                    format!("events[{place}]"),
                    format!("{event} というライフイベントはありません"),
                    format!("次から選んでください: {right}"),
                ),
            }
        }
        found
    }

    fn visit(&mut self, visit: &Map<String, Value>) {
        for (name, value) in visit {
            let path = format!("visit.{name}");
            if let Some(fact) = self.fact(&path, name, value, SubjectKind::Visit) {
                self.facts.insert(FactKey::visit(name), fact);
            }
        }
    }

    fn members(&mut self, members: Option<&Value>) -> Vec<Member> {
        const EXAMPLE: &str =
            "\"members\": [{\"id\": \"1\", \"name\": \"…\", …}] の形で一人以上を書いてください";
        let Some(Value::Array(list)) = members else {
            self.error("members", "世帯員の一覧がありません", EXAMPLE);
            return Vec::new();
        };
        if list.is_empty() {
            self.error("members", "世帯員が一人もいません", EXAMPLE);
        }
        let mut members: Vec<Member> = Vec::new();
        for (place, member) in list.iter().enumerate() {
            let path = format!("members[{place}]");
            let Some(fields) = member.as_object() else {
                self.error(
                    path,
                    "{ … } ではありません",
                    "{\"id\": \"1\", \"name\": \"…\"} の形にしてください",
                );
                continue;
            };
            if let Some(member) = self.member(&path, fields, &members) {
                members.push(member);
            }
        }
        members
    }

    fn member(&mut self, path: &str, fields: &Map<String, Value>, before: &[Member]) -> Option<Member> {
        let id = match fields.get("id") {
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => {
                self.error(
                    format!("{path}.id"),
                    "id がありません",
                    "世帯員ごとに違う文字（\"1\"、\"2\" など）を書いてください",
                );
                return None;
            }
        };
        let key = MemberKey(id);
        if before.iter().any(|member| member.key == key) {
            self.error(
                format!("{path}.id"),
                format!("「{key}」は前の世帯員と同じ id です"),
                "世帯員ごとに違う id にしてください",
            );
            return None;
        }
        for (name, value) in fields {
            let path = format!("{path}.{name}");
            if ABOUT_MEMBER.contains(&name.as_str()) {
                if name != "id" && !value.is_string() {
                    self.error(path, "文字ではありません", "\" \" で囲んだ文字にしてください");
                }
            } else if let Some(fact) = self.fact(&path, name, value, SubjectKind::Member) {
                self.facts.insert(FactKey::member(&key, name), fact);
            }
        }
        if let Some(relationship) = fields.get("relationship").and_then(Value::as_str) {
            // 続柄 says who heads the household; a fact written out says it more plainly.
            let head = FactValue::Bool(relationship == "世帯主");
            let fact = Fact::Known {
                value: head,
                source: Source::File,
            };
            if self.release.fact("head_of_household").is_some() {
                self.facts
                    .entry(FactKey::member(&key, "head_of_household"))
                    .or_insert(fact);
            }
        }
        let name = fields
            .get("name")
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty());
        let label = name.map_or_else(|| format!("世帯員{key}"), str::to_owned);
        Some(Member { key, label })
    }

    fn fact(&mut self, path: &str, name: &str, value: &Value, subject: SubjectKind) -> Option<Fact> {
        let release = self.release;
        let Some(definition) = release.fact(name) else {
            let same = release
                .facts()
                .iter()
                .filter(|fact| fact.subject == subject)
                .map(|fact| &*fact.id);
            let others = ABOUT_MEMBER
                .into_iter()
                .filter(|_| subject == SubjectKind::Member);
            let near = nearest(name, same.chain(others));
            let remedy = near_or(&near, "madoguchi guide facts で事実の一覧を見られます");
            self.error(path, format!("「{name}」という事実はありません"), remedy);
            return None;
        };
        if definition.subject != subject {
            let right = match definition.subject {
                SubjectKind::Visit => "visit に書いてください",
                SubjectKind::Member => "members の一人ひとりに書いてください",
            };
            self.error(
                path,
                format!(
                    "「{}」は{}の事実です",
                    definition.label,
                    definition.subject.label()
                ),
                right,
            );
            return None;
        }
        self.value(path, value, definition)
    }

    fn value(&mut self, path: &str, value: &Value, definition: &FactDefinition) -> Option<Fact> {
        if let Some(reason) = value.as_object().and_then(|object| object.get("unknown")) {
            let reason = serde_json::from_value::<UnknownReason>(reason.clone());
            return if let Ok(reason) = reason {
                Some(Fact::Unknown(reason))
            } else {
                let right = "\"not_asked\"、\"not_known\"（分からない）、\"no_legal_basis\"（法的根拠なし）、\"register_silent\"（記録に記載なし）";
                self.error(
                    format!("{path}.unknown"),
                    "分からない理由が正しくありません",
                    format!("次から選んでください: {right}"),
                );
                None
            };
        }
        let known = match (value, &definition.kind) {
            (Value::Bool(value), FactKind::Bool { .. }) => Some(FactValue::Bool(*value)),
            (Value::String(id), FactKind::Choice { choices })
                if choices.iter().any(|choice| choice.id == *id) =>
            {
                Some(FactValue::Choice(id.clone()))
            }
            (Value::String(text), FactKind::Date { .. }) => {
                day(text).map(|day| FactValue::Date(RegisterDate::Known(day)))
            }
            (Value::Object(range), FactKind::Date { .. }) => unknown_date(range).map(FactValue::Date),
            _ => None,
        };
        if known.is_none() {
            let remedy = match definition.kind {
                FactKind::Date { .. } => {
                    "\"2026-04-01\" の形の日付、又は {\"earliest\": \"1940-01-01\", \"latest\": \"1940-12-31\", \"text\": \"昭和15年頃\"}"
                        .to_owned()
                }
                _ => right_values(definition),
            };
            let problem = format!("{value} は「{}」の値として正しくありません", definition.label);
            self.error(
                path,
                problem,
                format!("正しい値: {remedy}。分からないときは {{\"unknown\": \"not_known\"}}"),
            );
        }
        known.map(|value| Fact::Known {
            value,
            source: Source::File,
        })
    }
}

fn near_or(near: &[String], otherwise: &str) -> String {
    if near.is_empty() {
        otherwise.to_owned()
    } else {
        format!("近い名前: {}", near.join("、"))
    }
}

/// A day written as `2026-04-01`, all ten characters.
fn day(text: &str) -> Option<NaiveDate> {
    if text.len() == 10 {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
    } else {
        None
    }
}

fn unknown_date(range: &Map<String, Value>) -> Option<RegisterDate> {
    let only = range
        .keys()
        .all(|name| ["earliest", "latest", "text"].contains(&name.as_str()));
    let of = |name: &str| range.get(name).and_then(Value::as_str);
    let (earliest, latest) = (day(of("earliest")?)?, day(of("latest")?)?);
    let text = of("text").unwrap_or("不詳").to_owned();
    (only && earliest <= latest).then_some(RegisterDate::Unknown {
        earliest,
        latest,
        text,
    })
}
