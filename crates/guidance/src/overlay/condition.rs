//! Conditions that are put together on a screen: facts with a value each, all of which hold or one of which holds.

use serde::{Deserialize, Serialize};

use crate::catalogue::{FactDefinition, FactKind, Release, SubjectKind, WhoAnswers};
use crate::expression::Quantifier;
use crate::expression::syntax::{DateSyntax, Name, Syntax, parse};

/// How clauses are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Junction {
    /// Every one holds.
    #[default]
    All,
    /// At least one holds.
    Any,
}

/// What is asked of a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// A yes-no fact holds, or does not.
    Holds(bool),
    /// The fact has this choice, or has another one.
    Is {
        /// The choice's id.
        choice: String,
        /// Another one.
        not: bool,
    },
    /// The person of this date of birth has attained the age, or has not.
    Attains {
        /// The age in years.
        age: u32,
        /// Has not.
        not: bool,
    },
    /// The day has come by the reference date, or has not.
    HasCome(bool),
}

/// A fact and what is asked of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// The fact's id.
    pub fact: String,
    /// What is asked.
    pub comparison: Comparison,
}

/// Clauses about one subject. In a procedure about the visit, what is asked of persons is asked of one and the same.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Condition {
    /// How they are joined.
    pub junction: Junction,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// The one fact of which an age is asked.
const BIRTH_DATE: &str = "birth_date";

impl Clause {
    /// As written in a condition.
    fn text(&self) -> String {
        let fact = &self.fact;
        match &self.comparison {
            Comparison::Holds(true) => fact.clone(),
            Comparison::Holds(false) => format!("not {fact}"),
            Comparison::Is { choice, not: false } => format!("{fact} is {choice}"),
            Comparison::Is { choice, not: true } => format!("{fact} is not {choice}"),
            Comparison::Attains { age, not: false } => format!("{fact} attains {age}"),
            Comparison::Attains { age, not: true } => format!("not {fact} attains {age}"),
            Comparison::HasCome(true) => format!("{fact} <= reference_date"),
            Comparison::HasCome(false) => format!("{fact} > reference_date"),
        }
    }

    /// A short code, for a form.
    #[must_use]
    pub fn code(&self) -> String {
        let comparison = match &self.comparison {
            Comparison::Holds(holds) => format!("holds:{holds}"),
            Comparison::Is { choice, not } => format!("is:{choice}:{not}"),
            Comparison::Attains { age, not } => format!("attains:{age}:{not}"),
            Comparison::HasCome(come) => format!("come:{come}"),
        };
        format!("{}:{comparison}", self.fact)
    }

    /// The clause of a code; none where the release does not know the fact or the fact has no such value.
    #[must_use]
    pub fn from_code(code: &str, release: &Release) -> Option<Self> {
        let mut parts = code.split(':');
        let fact = release.fact(parts.next()?)?;
        let (kind, value) = (parts.next()?, parts.next()?);
        let not = parts.next();
        let comparison = match (&fact.kind, kind) {
            (FactKind::Bool { .. }, "holds") => Comparison::Holds(value.parse().ok()?),
            (FactKind::Choice { choices }, "is") if choices.iter().any(|choice| choice.id == value) => {
                Comparison::Is {
                    choice: value.to_owned(),
                    not: not?.parse().ok()?,
                }
            }
            (FactKind::Date { .. }, "attains") if fact.id == BIRTH_DATE => Comparison::Attains {
                age: value.parse().ok().filter(|age| (1..=120).contains(age))?,
                not: not?.parse().ok()?,
            },
            (FactKind::Date { .. }, "come") => Comparison::HasCome(value.parse().ok()?),
            _ => return None,
        };
        Some(Self {
            fact: fact.id.clone(),
            comparison,
        })
    }

    /// Read aloud, for example 「健康保険：国民健康保険」.
    #[must_use]
    pub fn label(&self, release: &Release) -> String {
        let Some(fact) = release.fact(&self.fact) else {
            return self.fact.clone();
        };
        let choice_label = |id: &str| match &fact.kind {
            FactKind::Choice { choices } => choices
                .iter()
                .find(|choice| choice.id == id)
                .map_or_else(|| id.to_owned(), |choice| choice.label.clone()),
            _ => id.to_owned(),
        };
        match (&self.comparison, &fact.kind) {
            (Comparison::Holds(true), FactKind::Bool { yes, .. }) => format!("{}：{yes}", fact.label),
            (Comparison::Holds(false), FactKind::Bool { no, .. }) => format!("{}：{no}", fact.label),
            (Comparison::Is { choice, not: false }, _) => {
                format!("{}：{}", fact.label, choice_label(choice))
            }
            (Comparison::Is { choice, not: true }, _) => {
                format!("{}：「{}」以外", fact.label, choice_label(choice))
            }
            (Comparison::Attains { age, not: false }, _) => format!("年齢：{age}歳以上"),
            (Comparison::Attains { age, not: true }, _) => format!("年齢：{age}歳未満"),
            (Comparison::HasCome(true), _) => format!("{}：届出日までに来ている", fact.label),
            (Comparison::HasCome(false), _) => format!("{}：届出日より後", fact.label),
            (Comparison::Holds(_), _) => fact.label.clone(),
        }
    }

    /// Every clause that can be made of a fact. Ages are chosen by number, so `birth_date` has none here.
    #[must_use]
    pub fn all_of(fact: &FactDefinition) -> Vec<Self> {
        let clause = |comparison| Self {
            fact: fact.id.clone(),
            comparison,
        };
        match &fact.kind {
            FactKind::Bool { .. } => [true, false].map(|holds| clause(Comparison::Holds(holds))).into(),
            FactKind::Choice { choices } => [false, true]
                .into_iter()
                .flat_map(|not| choices.iter().map(move |choice| (choice.id.clone(), not)))
                .map(|(choice, not)| clause(Comparison::Is { choice, not }))
                .collect(),
            FactKind::Date { .. } if fact.id == BIRTH_DATE || fact.built_in => Vec::new(),
            FactKind::Date { .. } => [true, false].map(|come| clause(Comparison::HasCome(come))).into(),
        }
    }

    fn read(syntax: &Syntax) -> Option<Self> {
        let clause = |fact: &Name, comparison| {
            Some(Self {
                fact: fact.text.clone(),
                comparison,
            })
        };
        match syntax {
            Syntax::Name(name) => clause(name, Comparison::Holds(true)),
            Syntax::OneOf {
                fact,
                choices,
                negated,
            } => match choices.as_slice() {
                [choice] => clause(
                    fact,
                    Comparison::Is {
                        choice: choice.text.clone(),
                        not: *negated,
                    },
                ),
                _ => None,
            },
            Syntax::Date { fact, test } => match test {
                DateSyntax::Attains(age) => clause(
                    fact,
                    Comparison::Attains {
                        age: *age,
                        not: false,
                    },
                ),
                DateSyntax::Compare {
                    sign,
                    day: None,
                    months: 0,
                    days: 0,
                } => match *sign {
                    "<=" => clause(fact, Comparison::HasCome(true)),
                    ">" => clause(fact, Comparison::HasCome(false)),
                    _ => None,
                },
                _ => None,
            },
            Syntax::Not(body) => {
                let inner = Self::read(body)?;
                let comparison = match inner.comparison {
                    Comparison::Holds(true) => Comparison::Holds(false),
                    Comparison::Attains { age, not: false } => Comparison::Attains { age, not: true },
                    _ => return None,
                };
                Some(Self { comparison, ..inner })
            }
            _ => None,
        }
    }
}

impl Condition {
    /// As written for a procedure of this subject. Without clauses it always holds.
    #[must_use]
    pub fn text(&self, subject: SubjectKind, release: &Release) -> String {
        let word = match self.junction {
            Junction::All => " and ",
            Junction::Any => " or ",
        };
        let about_member = |clause: &&Clause| {
            subject == SubjectKind::Visit
                && release
                    .fact(&clause.fact)
                    .is_some_and(|fact| fact.subject == SubjectKind::Member)
        };
        let (members, plain): (Vec<&Clause>, Vec<&Clause>) = self.clauses.iter().partition(about_member);
        let mut parts: Vec<String> = plain.into_iter().map(Clause::text).collect();
        if !members.is_empty() {
            let inner: Vec<String> = members.into_iter().map(Clause::text).collect();
            parts.push(format!("any member ({})", inner.join(word)));
        }
        if parts.is_empty() {
            return "true".to_owned();
        }
        parts.join(word)
    }

    /// The clauses of a written condition; none where it says more than clauses can.
    #[must_use]
    pub fn read(text: &str, release: &Release) -> Option<Self> {
        let syntax = parse(text).ok()?;
        let condition = match &syntax {
            Syntax::Constant(true) => Self::default(),
            Syntax::All(parts) => Self::joined(Junction::All, parts)?,
            Syntax::Any(parts) => Self::joined(Junction::Any, parts)?,
            // A single group of members keeps its own junction.
            _ => match Self::of_members(&syntax) {
                Some((junction, parts)) => Self::joined(junction.unwrap_or_default(), parts)?,
                None => Self::joined(Junction::All, std::slice::from_ref(&syntax))?,
            },
        };
        let known = |clause: &Clause| Clause::from_code(&clause.code(), release).is_some();
        condition.clauses.iter().all(known).then_some(condition)
    }

    fn joined(junction: Junction, parts: &[Syntax]) -> Option<Self> {
        let mut clauses = Vec::new();
        for part in parts {
            if let Some((inner, members)) = Self::of_members(part) {
                if inner.is_some_and(|inner| inner != junction) {
                    return None;
                }
                for member in members {
                    clauses.push(Clause::read(member)?);
                }
            } else {
                clauses.push(Clause::read(part)?);
            }
        }
        Some(Self { junction, clauses })
    }

    /// What stands in `any member (…)`, and how it is joined; a single clause is joined to nothing.
    fn of_members(syntax: &Syntax) -> Option<(Option<Junction>, &[Syntax])> {
        let Syntax::Members {
            quantifier: Quantifier::Any,
            others: false,
            filter: None,
            body,
            ..
        } = syntax
        else {
            return None;
        };
        Some(match &**body {
            Syntax::All(parts) => (Some(Junction::All), parts),
            Syntax::Any(parts) => (Some(Junction::Any), parts),
            single => (None, std::slice::from_ref(single)),
        })
    }

    /// The facts a condition can be made of.
    pub fn facts(release: &Release) -> impl Iterator<Item = &FactDefinition> {
        release
            .facts()
            .iter()
            .filter(|fact| fact.who != WhoAnswers::Municipality && !fact.built_in)
    }
}
