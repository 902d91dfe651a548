//! A literal reading of the promises: enumerate, evaluate, compare.

use chrono::{Days, NaiveDate};
use madoguchi_guidance::catalogue::{DeadlineRule, OutcomeKind, Procedure, Rule, SubjectKind};
use madoguchi_guidance::expression::Quantifier;
use madoguchi_guidance::expression::syntax::{Syntax, parse};
use madoguchi_guidance::{Fact, FactKey, FactKind, FactValue, MemberKey, Source};
use madoguchi_model::register_date::RegisterDate;
use std::collections::{BTreeMap, BTreeSet};

use crate::dates::date_holds;
use crate::generate::{Case, DAYS};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum V {
    Bool(bool),
    Choice(String),
    Day(NaiveDate),
}

type Completion = BTreeMap<FactKey, V>;

pub(crate) struct Oracle<'c> {
    case: &'c Case,
    /// Open facts with their values, askable ones first.
    askable: Vec<(FactKey, Vec<V>)>,
    completions: Vec<Completion>,
    /// For each completion, the value of every outcome of every instance.
    outcomes: Vec<Vec<String>>,
    instances: Vec<(&'c Procedure, Option<usize>)>,
}

impl<'c> Oracle<'c> {
    /// Nothing where no completion is possible, or there are too many.
    pub(crate) fn new(case: &'c Case) -> Option<Self> {
        let (mut known, mut askable, mut hidden) = (Completion::new(), Vec::new(), Vec::new());
        let members = case.situation.members.iter();
        let subjects: Vec<Option<&MemberKey>> = std::iter::once(None)
            .chain(members.map(|m| Some(&m.key)))
            .collect();
        for subject in subjects {
            for definition in case.release.facts() {
                let key = match (definition.subject, subject) {
                    (SubjectKind::Visit, None) => FactKey::visit(&definition.id),
                    (SubjectKind::Member, Some(member)) => FactKey::member(member, &definition.id),
                    _ => continue,
                };
                let every: Vec<V> = match &definition.kind {
                    FactKind::Bool { .. } => vec![V::Bool(false), V::Bool(true)],
                    FactKind::Choice { choices } => choices.iter().map(|c| V::Choice(c.id.clone())).collect(),
                    FactKind::Date { .. } => DAYS.iter().map(|day| V::Day(day.parse().unwrap())).collect(),
                };
                match case.situation.facts.get(&key) {
                    None => askable.push((key, every)),
                    Some(Fact::Unknown(_)) => hidden.push((key, every)),
                    Some(Fact::Known { value, .. }) => match value {
                        FactValue::Bool(value) => drop(known.insert(key, V::Bool(*value))),
                        FactValue::Choice(id) => drop(known.insert(key, V::Choice(id.clone()))),
                        FactValue::Date(RegisterDate::Known(day)) => drop(known.insert(key, V::Day(*day))),
                        FactValue::Date(RegisterDate::Unknown { earliest, latest, .. }) => {
                            hidden.push((
                                key,
                                vec![
                                    V::Day(*earliest),
                                    V::Day(*earliest + Days::new(1)),
                                    V::Day(*latest),
                                ],
                            ));
                        }
                    },
                }
            }
        }
        let size: usize = askable
            .iter()
            .chain(&hidden)
            .map(|(_, values)| values.len())
            .product();
        let contexts: usize = askable.iter().map(|(_, values)| values.len() + 1).product();
        if size > 1500 || contexts > 2500 {
            return None;
        }
        let mut completions = vec![known];
        for (key, values) in askable.iter().chain(&hidden) {
            let with =
                |c: &Completion, v: &V| c.clone().into_iter().chain([(key.clone(), v.clone())]).collect();
            completions = completions
                .iter()
                .flat_map(|c| values.iter().map(move |v| with(c, v)))
                .collect();
        }
        let count = case.situation.members.len();
        let instances: Vec<_> = case
            .release
            .procedures()
            .iter()
            .map(std::sync::Arc::as_ref)
            .flat_map(|procedure| match procedure.subject {
                SubjectKind::Visit => vec![(procedure, None)],
                SubjectKind::Member => (0..count).map(|member| (procedure, Some(member))).collect(),
            })
            .collect();
        let mut oracle = Self {
            case,
            askable,
            completions: Vec::new(),
            outcomes: Vec::new(),
            instances,
        };
        let impossible: Vec<_> = case
            .impossible
            .iter()
            .map(|(member, text)| (*member, parse(text).unwrap()))
            .collect();
        completions.retain(|completion| {
            !impossible.iter().any(|(about_member, rule)| {
                if *about_member {
                    (0..count).any(|member| oracle.holds(rule, completion, Some(member)))
                } else {
                    oracle.holds(rule, completion, None)
                }
            })
        });
        if completions.is_empty() {
            return None;
        }
        oracle.outcomes = completions
            .iter()
            .map(|completion| oracle.outcomes(completion))
            .collect();
        oracle.completions = completions;
        Some(oracle)
    }

    fn key(&self, fact: &str, member: Option<usize>) -> FactKey {
        match (self.case.release.fact(fact).unwrap().subject, member) {
            (SubjectKind::Member, Some(member)) => {
                FactKey::member(&self.case.situation.members[member].key, fact)
            }
            _ => FactKey::visit(fact),
        }
    }

    fn holds(&self, rule: &Syntax, completion: &Completion, member: Option<usize>) -> bool {
        let value = |fact: &str| &completion[&self.key(fact, member)];
        match rule {
            Syntax::Constant(value) => *value,
            Syntax::Event(name) => name.text == "move_within",
            Syntax::Name(name) => *value(&name.text) == V::Bool(true),
            Syntax::OneOf {
                fact,
                choices,
                negated,
            } => {
                choices
                    .iter()
                    .any(|choice| *value(&fact.text) == V::Choice(choice.text.clone()))
                    != *negated
            }
            Syntax::Date { fact, test } => {
                let V::Day(day) = value(&fact.text) else {
                    panic!("not a date")
                };
                date_holds(*day, test)
            }
            Syntax::Not(body) => !self.holds(body, completion, member),
            Syntax::All(parts) => parts.iter().all(|part| self.holds(part, completion, member)),
            Syntax::Any(parts) => parts.iter().any(|part| self.holds(part, completion, member)),
            Syntax::Members {
                quantifier,
                others,
                filter,
                body,
                ..
            } => {
                let concerned: Vec<usize> = (0..self.case.situation.members.len())
                    .filter(|other| !(*others && Some(*other) == member))
                    .filter(|other| {
                        filter
                            .as_ref()
                            .is_none_or(|f| self.holds(f, completion, Some(*other)))
                    })
                    .collect();
                let count = concerned
                    .iter()
                    .filter(|other| self.holds(body, completion, Some(**other)))
                    .count();
                match quantifier {
                    Quantifier::Any => count >= 1,
                    Quantifier::All => count == concerned.len(),
                    Quantifier::AtLeast(least) => count >= *least as usize,
                }
            }
        }
    }

    fn when(&self, rule: Option<&Rule>, completion: &Completion, member: Option<usize>) -> bool {
        rule.is_none_or(|rule| self.holds(&parse(&rule.text).unwrap(), completion, member))
    }

    /// Every outcome of every instance, in one list.
    fn outcomes(&self, completion: &Completion) -> Vec<String> {
        let mut all = Vec::new();
        for (procedure, member) in &self.instances {
            let required = self.when(Some(&procedure.condition), completion, *member);
            let when = |rule: &Option<Rule>| required && self.when(rule.as_ref(), completion, *member);
            all.push(format!("{required}"));
            for deadline in &procedure.deadlines {
                let DeadlineRule::Within { from, .. } = deadline.rule else {
                    panic!("generated otherwise")
                };
                let base = &completion[&self.key(&self.case.release.fact_at(from).id, *member)];
                all.push(if when(&deadline.when) {
                    format!("{base:?}")
                } else {
                    String::new()
                });
            }
            all.extend(
                procedure
                    .belongings
                    .iter()
                    .map(|part| format!("{}", when(&part.when))),
            );
            all.extend(
                procedure
                    .sections
                    .iter()
                    .map(|part| format!("{}", when(&part.when))),
            );
            let kind = procedure
                .outcomes
                .iter()
                .find(|part| when(&part.when))
                .map(|part| part.kind);
            all.push(format!("{required} {kind:?}"));
            for field in &procedure.fields {
                let value = &completion[&self.key(&self.case.release.fact_at(field.fact).id, *member)];
                all.push(if when(&field.when) {
                    format!("{value:?}")
                } else {
                    String::new()
                });
            }
        }
        all
    }

    /// The results the instance has in the possible completions.
    pub(crate) fn results(&self, place: usize) -> BTreeSet<bool> {
        let (procedure, member) = self.instances[place];
        self.completions
            .iter()
            .map(|completion| self.when(Some(&procedure.condition), completion, member))
            .collect()
    }

    fn required(&self, place: usize) -> Vec<&Completion> {
        let (procedure, member) = self.instances[place];
        let required = |completion: &&Completion| self.when(Some(&procedure.condition), completion, member);
        self.completions.iter().filter(required).collect()
    }

    fn parts(&self, place: usize, parts: Vec<(String, Option<&Rule>)>) -> BTreeSet<(String, bool)> {
        let required = self.required(place);
        let member = self.instances[place].1;
        let count = |rule: Option<&Rule>| required.iter().filter(|c| self.when(rule, c, member)).count();
        parts
            .into_iter()
            .filter(|(_, rule)| count(*rule) > 0)
            .map(|(name, rule)| (name, count(rule) == required.len()))
            .collect()
    }

    pub(crate) fn belongings(&self, place: usize) -> BTreeSet<(String, bool)> {
        let parts = self.instances[place].0.belongings.iter();
        self.parts(
            place,
            parts
                .map(|part| (part.text.clone(), part.when.as_ref()))
                .collect(),
        )
    }

    pub(crate) fn sections(&self, place: usize) -> BTreeSet<(String, bool)> {
        let parts = self.instances[place].0.sections.iter();
        self.parts(
            place,
            parts
                .map(|part| (part.code.clone(), part.when.as_ref()))
                .collect(),
        )
    }

    pub(crate) fn outcome_kind(&self, place: usize) -> Option<OutcomeKind> {
        let (procedure, member) = self.instances[place];
        let kinds: BTreeSet<OutcomeKind> = self
            .required(place)
            .into_iter()
            .map(|completion| {
                let first = procedure
                    .outcomes
                    .iter()
                    .find(|part| self.when(part.when.as_ref(), completion, member));
                first.map_or(OutcomeKind::Application, |part| part.kind)
            })
            .collect();
        if kinds.len() == 1 {
            kinds.into_iter().next()
        } else {
            None
        }
    }

    /// The relevant questions by definition: some partial context, two possible answers, different sets.
    pub(crate) fn relevant(&self) -> BTreeSet<FactKey> {
        let mut contexts: Vec<Completion> = vec![Completion::new()];
        for (key, values) in &self.askable {
            let mut more = contexts.clone();
            for value in values {
                more.extend(contexts.iter().map(|context| {
                    context
                        .clone()
                        .into_iter()
                        .chain([(key.clone(), value.clone())])
                        .collect::<Completion>()
                }));
            }
            contexts = more;
        }
        let possible: BTreeMap<&Completion, Vec<BTreeSet<&str>>> = contexts
            .iter()
            .map(|context| (context, self.sets(context)))
            .collect();
        self.askable
            .iter()
            .filter(|(key, values)| {
                contexts
                    .iter()
                    .filter(|context| !context.contains_key(key))
                    .any(|context| {
                        let sets: Vec<_> = values
                            .iter()
                            .map(|value| {
                                let with: Completion = context
                                    .clone()
                                    .into_iter()
                                    .chain([((*key).clone(), value.clone())])
                                    .collect();
                                &possible[&with]
                            })
                            .filter(|sets| !sets.is_empty())
                            .collect();
                        sets.windows(2).any(|pair| pair[0] != pair[1])
                    })
            })
            .map(|(key, _)| key.clone())
            .collect()
    }

    /// For each outcome the set of its values in a context; empty where the context is impossible.
    fn sets(&self, context: &Completion) -> Vec<BTreeSet<&str>> {
        let mut sets: Vec<BTreeSet<&str>> = Vec::new();
        for (completion, outcomes) in self.completions.iter().zip(&self.outcomes) {
            if context.iter().all(|(key, value)| completion[key] == *value) {
                sets.resize(outcomes.len(), BTreeSet::new());
                for (set, outcome) in sets.iter_mut().zip(outcomes) {
                    set.insert(outcome);
                }
            }
        }
        sets
    }

    /// The open facts of one possible completion, as facts.
    pub(crate) fn some_completion(&self, choice: proptest::sample::Index) -> Vec<(FactKey, Fact)> {
        let completion = choice.get(&self.completions);
        let known = |key: &FactKey| {
            matches!(self.case.situation.facts.get(key),
                Some(Fact::Known { value, .. }) if !matches!(value, FactValue::Date(RegisterDate::Unknown { .. })))
        };
        completion
            .iter()
            .filter(|(key, _)| !known(key))
            .map(|(key, value)| {
                let value = match value {
                    V::Bool(value) => FactValue::Bool(*value),
                    V::Choice(id) => FactValue::Choice(id.clone()),
                    V::Day(day) => FactValue::Date(RegisterDate::Known(*day)),
                };
                (
                    key.clone(),
                    Fact::Known {
                        value,
                        source: Source::Answer,
                    },
                )
            })
            .collect()
    }
}
