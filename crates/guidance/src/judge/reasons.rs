//! Why a judgement is what it is.

use madoguchi_model::wareki;
use std::collections::BTreeSet;

use super::guidance::{JudgementResult, Reason, ReasonFact, ReasonKind};
use super::work::Work;
use crate::catalogue::{FactKind, Impossible, Procedure, SubjectKind, WhoAnswers};
use crate::diagram::{Function, Variable};
use crate::expression::{Expression, FactIndex, Quantifier, phrase};
use crate::facts::{Fact, FactValue, Source, UnknownReason};
use crate::interview;
use crate::residual::{Residual, Specialiser, Value};

pub(crate) fn reasons(
    work: &mut Work<'_>,
    procedure: &Procedure,
    member: Option<usize>,
    required: Function,
    result: JudgementResult,
) -> Vec<Reason> {
    let mut found = Vec::new();
    let rule = &procedure.condition.expression;
    let collector = Collector { work, procedure };
    match (result, collector.truth(rule, member)) {
        (JudgementResult::Undetermined, _) => {
            collector.known_part(rule, member, &mut found);
            found.extend(missing(work, procedure, required));
        }
        (_, Some(holds)) => collector.collect(rule, member, holds, &mut found),
        (_, None) => {
            collector.known_part(rule, member, &mut found);
            let reason = collector.every_case(rule, member);
            let because = impossible(work, required, result);
            found.push(match &*because {
                [] => reason,
                because => Reason {
                    text: format!("{}。{}", reason.text, because.join("。")),
                    ..reason
                },
            });
        }
    }
    found
}

struct Collector<'w, 's> {
    work: &'w Work<'s>,
    procedure: &'w Procedure,
}

impl Collector<'_, '_> {
    /// Whether the known facts alone decide the part.
    fn truth(&self, part: &Expression, member: Option<usize>) -> Option<bool> {
        match (Specialiser {
            universe: &self.work.universe,
        })
        .residual(part, member)
        {
            Residual::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The parts that make the rule hold, or not hold.
    fn collect(&self, part: &Expression, member: Option<usize>, holds: bool, found: &mut Vec<Reason>) {
        match part {
            Expression::Not(body) => self.collect(body, member, !holds, found),
            Expression::All(parts) | Expression::Any(parts) => {
                let every = matches!(part, Expression::All(_)) == holds;
                let deciding = parts
                    .iter()
                    .filter(|part| self.truth(part, member) == Some(holds));
                let count = if every { parts.len() } else { 1 };
                deciding
                    .take(count)
                    .for_each(|part| self.collect(part, member, holds, found));
            }
            _ => found.push(self.reason(part, member, holds)),
        }
    }

    /// The parts of a conjunction that are already known to hold.
    fn known_part(&self, part: &Expression, member: Option<usize>, found: &mut Vec<Reason>) {
        if let Expression::All(parts) = part {
            for part in parts.iter().filter(|part| self.truth(part, member) == Some(true)) {
                self.collect(part, member, true, found);
            }
        }
    }

    fn reason(&self, part: &Expression, member: Option<usize>, holds: bool) -> Reason {
        let release = self.work.release;
        let text = if holds {
            phrase(part, release).one_line()
        } else {
            match part {
                Expression::OneOf { .. } | Expression::Date { .. } => {
                    phrase(&Expression::Not(Box::new(part.clone())), release).one_line()
                }
                _ => format!("「{}」には当てはまらない", phrase(part, release).one_line()),
            }
        };
        let mut facts = Vec::new();
        self.deciding_facts(part, member, holds, &mut facts);
        let definition = match part {
            Expression::Named { definition, .. } => &*release.definitions()[usize::from(*definition)].basis,
            _ => "",
        };
        let article = if definition.is_empty() {
            self.basis()
        } else {
            definition.to_owned()
        };
        let kind = if holds {
            ReasonKind::Holds
        } else {
            ReasonKind::Fails
        };
        Reason {
            kind,
            text,
            facts,
            article,
        }
    }

    fn basis(&self) -> String {
        self.procedure
            .legal_basis
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("、")
    }

    /// The facts that make the part hold, or not hold: of several members, the first that decides or all.
    fn deciding_facts(
        &self,
        part: &Expression,
        member: Option<usize>,
        holds: bool,
        facts: &mut Vec<ReasonFact>,
    ) {
        match part {
            Expression::Constant(_) | Expression::Event(_) => {}
            Expression::OneOf { fact, .. } | Expression::Date { fact, .. } => {
                let fact = reason_fact(self.work, *fact, member);
                if !facts.contains(&fact) {
                    facts.push(fact);
                }
            }
            Expression::Not(body) => self.deciding_facts(body, member, !holds, facts),
            Expression::Named { body, .. } => self.deciding_facts(body, member, holds, facts),
            Expression::All(parts) | Expression::Any(parts) => {
                let every = matches!(part, Expression::All(_)) == holds;
                let deciding = parts
                    .iter()
                    .filter(|part| self.truth(part, member) == Some(holds));
                let count = if every { parts.len() } else { 1 };
                deciding
                    .take(count)
                    .for_each(|part| self.deciding_facts(part, member, holds, facts));
            }
            Expression::Members {
                quantifier,
                others,
                filter,
                body,
            } => {
                let whole = match filter {
                    Some(filter) if *quantifier == Quantifier::All => {
                        Expression::Any(vec![Expression::Not(filter.clone()), (**body).clone()])
                    }
                    Some(filter) => Expression::All(vec![(**filter).clone(), (**body).clone()]),
                    None => (**body).clone(),
                };
                let count = match (quantifier, holds) {
                    (Quantifier::Any, true) | (Quantifier::All, false) => 1,
                    (Quantifier::AtLeast(count), true) => *count as usize,
                    _ => usize::MAX,
                };
                (0..self.work.situation.members.len())
                    .filter(|other| !(*others && Some(*other) == member))
                    .filter(|other| self.truth(&whole, Some(*other)) == Some(holds))
                    .take(count)
                    .for_each(|other| self.deciding_facts(&whole, Some(other), holds, facts));
            }
        }
    }

    /// Facts are missing, but whatever they are the result is the same.
    fn every_case(&self, rule: &Expression, member: Option<usize>) -> Reason {
        let residual = (Specialiser {
            universe: &self.work.universe,
        })
        .residual(rule, member);
        let mut variables = BTreeSet::new();
        variables_of(&residual, &mut variables);
        let facts: Vec<_> = variables
            .into_iter()
            .map(|variable| open_fact(self.work, variable))
            .collect();
        let names: Vec<_> = facts.iter().map(named).collect();
        let text = format!("{}がどの場合でも、結果は変わらない", names.join("、"));
        Reason {
            kind: ReasonKind::EveryCase,
            text,
            facts,
            article: self.basis(),
        }
    }
}

/// The impossible combinations without which the judgement would be open: as few as needed.
fn impossible(work: &mut Work<'_>, required: Function, result: JudgementResult) -> Vec<String> {
    let open = match result {
        JudgementResult::Required => work.builder.diagrams.not(required),
        _ => required,
    };
    let diagrams = &mut work.builder.diagrams;
    let tied: BTreeSet<Variable> = diagrams
        .support(open)
        .into_iter()
        .filter_map(|variable| work.feasible.group(variable))
        .flat_map(|group| group.variables.iter().copied())
        .collect();
    let mut needed: Vec<_> = work
        .excluding
        .iter()
        .copied()
        .filter(|(_, allowed)| {
            diagrams
                .support(*allowed)
                .iter()
                .any(|variable| tied.contains(variable))
        })
        .collect();
    let mut leaves_none = |impossible: &[(&Impossible, Function)]| {
        impossible
            .iter()
            .fold(open, |left, (_, allowed)| diagrams.and(left, *allowed))
            == Function::FALSE
    };
    if open == Function::FALSE || !leaves_none(&needed) {
        return Vec::new();
    }
    for place in (0..needed.len()).rev() {
        let one = needed.remove(place);
        if !leaves_none(&needed) {
            needed.insert(place, one);
        }
    }
    needed
        .into_iter()
        .map(|(impossible, _)| impossible.text.clone())
        .collect()
}

/// The missing facts that can still change the judgement, each with the reason it is missing.
fn missing(work: &mut Work<'_>, procedure: &Procedure, required: Function) -> Vec<Reason> {
    let article = procedure
        .legal_basis
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("、");
    interview::matters(work, required)
        .into_iter()
        .map(|variable| {
            let fact = open_fact(work, variable);
            let why = match (fact.unknown, &fact.value) {
                (Some(reason), _) => reason.label().to_owned(),
                (None, Some(value)) => format!("「{value}」としか分かりません"),
                (None, None) => String::new(),
            };
            let text = format!("{}：{why}", named(&fact));
            Reason {
                kind: ReasonKind::Missing,
                text,
                facts: vec![fact],
                article: article.clone(),
            }
        })
        .collect()
}

fn named(fact: &ReasonFact) -> String {
    match &fact.person {
        Some(person) => format!("{person}さんの「{}」", fact.label),
        None => format!("「{}」", fact.label),
    }
}

fn variables_of(residual: &Residual, found: &mut BTreeSet<Variable>) {
    match residual {
        Residual::Constant(_) => {}
        Residual::Values(variable, _) | Residual::Days(variable, _) => {
            found.insert(*variable);
        }
        Residual::Not(body) => variables_of(body, found),
        Residual::All(parts) | Residual::AtLeast(_, parts) => {
            for part in parts {
                variables_of(part, found);
            }
        }
    }
}

fn open_fact(work: &Work<'_>, variable: Variable) -> ReasonFact {
    let open = work.universe.open(variable);
    reason_fact(work, open.fact, open.member)
}

/// A fact with its value and source, or with the reason it is unknown.
pub(crate) fn reason_fact(work: &Work<'_>, fact: FactIndex, member: Option<usize>) -> ReasonFact {
    let definition = work.release.fact_at(fact);
    let key = work.universe.key(fact, member);
    let person = match definition.subject {
        SubjectKind::Visit => None,
        SubjectKind::Member => member.map(|member| work.situation.members[member].label.clone()),
    };
    let (value, source, unknown) = match work.situation.facts.get(&key) {
        Some(Fact::Known { value, source }) => {
            (Some(value_text(value, &definition.kind)), Some(*source), None)
        }
        Some(Fact::Unknown(reason)) => (None, None, Some(*reason)),
        None if definition.who == WhoAnswers::Municipality => {
            let set = work.universe.value(fact, member) == Some(Value::Index(1));
            (
                Some(value_text(&FactValue::Bool(set), &definition.kind)),
                Some(Source::Municipality),
                None,
            )
        }
        None => (None, None, Some(UnknownReason::NotAsked)),
    };
    ReasonFact {
        key,
        person,
        label: definition.label.clone(),
        value,
        source,
        unknown,
    }
}

fn value_text(value: &FactValue, kind: &FactKind) -> String {
    match (value, kind) {
        (FactValue::Bool(value), _) => if *value { "はい" } else { "いいえ" }.to_owned(),
        (FactValue::Choice(id), FactKind::Choice { choices }) => choices
            .iter()
            .find(|choice| choice.id == *id)
            .map_or_else(|| id.clone(), |choice| choice.label.clone()),
        (FactValue::Choice(id), _) => id.clone(),
        (FactValue::Date(date), _) => wareki::format_register(date),
    }
}
