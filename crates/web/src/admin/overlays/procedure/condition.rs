//! The condition of a procedure of the municipality's own, put together from a list of facts.

use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::{FactDefinition, FactKind};
use madoguchi_guidance::overlay::{Clause, Condition, Junction, WrittenProcedure};

use crate::components::{Choice, Choices, InputKind, SelectField, SelectOption, TextField, Width};
use crate::form_data::FormData;

/// More clauses than this are not offered at once.
const OFFERED: usize = 120;

/// A condition on the screen.
pub(super) enum Typed {
    /// It can be put together here.
    Clauses(Condition),
    /// It says more than clauses can; only the file changes it.
    Written(String),
}

impl Typed {
    /// The condition as it is kept.
    pub(super) fn of(base: &WrittenProcedure, release: &Release) -> Self {
        if base.condition.is_empty() {
            return Self::Clauses(Condition::default());
        }
        match Condition::read(&base.condition, release) {
            Some(condition) => Self::Clauses(condition),
            None => Self::Written(base.condition.clone()),
        }
    }

    /// The condition as the form has it, after what its buttons asked for.
    pub(super) fn read(base: &WrittenProcedure, release: &Release, form: &FormData) -> Self {
        let Self::Clauses(_) = Self::of(base, release) else {
            return Self::Written(base.condition.clone());
        };
        let mut clauses: Vec<Clause> = form
            .all("clause")
            .filter_map(|code| Clause::from_code(code, release))
            .collect();
        match form.raw("step") {
            "add" => clauses.extend(Clause::from_code(form.raw("new_clause"), release)),
            "add_age" => {
                let code = format!("birth_date:attains:{}:{}", form.text("age"), form.raw("age_not"));
                clauses.extend(Clause::from_code(&code, release));
            }
            step => {
                let dropped = step
                    .strip_prefix("drop:")
                    .and_then(|place| place.parse::<usize>().ok());
                if let Some(place) = dropped.filter(|place| *place < clauses.len()) {
                    clauses.remove(place);
                }
            }
        }
        Self::Clauses(Condition {
            junction: match form.raw("junction") {
                "any" => Junction::Any,
                _ => Junction::All,
            },
            clauses,
        })
    }
}

/// The part of the form about the condition.
pub(super) struct ConditionForm {
    /// Code and words of each clause.
    pub(super) clauses: Vec<(String, String)>,
    /// Read aloud, where only the file can change it.
    pub(super) written: String,
    pub(super) junction: Choices,
    pub(super) find: TextField,
    /// What was found; none where nothing was looked for.
    pub(super) found: Option<SelectField>,
    pub(super) nothing_found: bool,
    pub(super) age: TextField,
    pub(super) age_not: SelectField,
}

impl ConditionForm {
    pub(super) fn new(typed: &Typed, release: &Release, form: Option<&FormData>) -> Self {
        let raw = |name: &str| form.map_or("", |form| form.raw(name));
        let (condition, written) = match typed {
            Typed::Clauses(condition) => (condition.clone(), String::new()),
            Typed::Written(text) => (Condition::default(), text.clone()),
        };
        let word = raw("find").trim().to_owned();
        let found = (!word.is_empty()).then(|| found(release, &word));
        let any = condition.junction == Junction::Any;
        Self {
            clauses: condition
                .clauses
                .iter()
                .map(|clause| (clause.code(), clause.label(release)))
                .collect(),
            written,
            junction: Choices::one(
                "junction",
                "二つ以上の条件があるとき",
                [
                    Choice::new("all", "すべてに当てはまるとき必要").checked(!any),
                    Choice::new("any", "どれかに当てはまるとき必要").checked(any),
                ],
            )
            .inline(),
            find: TextField::new("find", "条件に使うことを探す")
                .kind(InputKind::Search)
                .hint("例：国民健康保険、カード、学校、犬")
                .value(word),
            nothing_found: found.as_ref().is_some_and(Vec::is_empty),
            found: found.filter(|found| !found.is_empty()).map(|found| {
                SelectField::new(
                    "new_clause",
                    "見つかった条件",
                    found
                        .into_iter()
                        .map(|clause| SelectOption::new(clause.code(), clause.label(release))),
                )
            }),
            age: TextField::new("age", "年齢（歳）")
                .kind(InputKind::Digits)
                .width(Width::Tiny)
                .value(raw("age")),
            age_not: SelectField::new(
                "age_not",
                "以上・未満",
                [
                    SelectOption::new("false", "以上"),
                    SelectOption::new("true", "未満"),
                ],
            )
            .value(raw("age_not")),
        }
    }
}

/// Clauses of the facts that speak of a word, in the catalogue's order.
fn found(release: &Release, word: &str) -> Vec<Clause> {
    let speaks = |fact: &&FactDefinition| {
        let topic = release.topics().iter().find(|topic| topic.id == fact.topic);
        let values: String = match &fact.kind {
            FactKind::Bool { yes, no } => format!("{yes} {no}"),
            FactKind::Choice { choices } => choices.iter().map(|choice| &*choice.label).collect(),
            FactKind::Date { .. } => String::new(),
        };
        let topic = topic.map_or("", |topic| topic.label.as_str());
        [&*fact.label, &*fact.question, &*values, topic]
            .into_iter()
            .any(|text| text.contains(word))
    };
    Condition::facts(release)
        .filter(speaks)
        .flat_map(Clause::all_of)
        .take(OFFERED)
        .collect()
}
