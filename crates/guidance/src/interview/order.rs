//! Puts the questions in order.

use std::collections::{BTreeMap, BTreeSet};

use super::influence::needed_share;
use super::relevance::relevant;
use super::{Question, QuestionKind};
use crate::catalogue::FactKind;
use crate::diagram::{Function, Variable};
use crate::judge::{Outcome, Work};

#[derive(Default)]
pub(super) struct Use {
    /// Places of the procedures, in the catalogue's order.
    affects: BTreeSet<usize>,
    /// Thousandths of judgements decided on average.
    decides: u32,
    /// Outcomes that stay open without it, in thousandths, on average.
    needed: u32,
}

impl Use {
    /// Asking first what closes most, and what has to be asked anyway, leaves the fewest questions.
    fn score(&self) -> u32 {
        self.decides + self.needed
    }
}

/// The questions, grouped by topic; the topic with the most useful question first. Within a topic the
/// questions about one person stay together, the person with the most useful question first; then usefulness
/// decides, then the author's order.
pub(crate) fn questions(work: &mut Work<'_>) -> Vec<Question> {
    let uses = uses(work);
    let release = work.release;
    let mut found: Vec<(Variable, Question)> = uses
        .iter()
        .map(|(variable, used)| (*variable, question(work, *variable, used)))
        .collect();
    let best = |questions: &[(Variable, Question)], same: &dyn Fn(&Question) -> bool| {
        questions
            .iter()
            .filter(|(_, question)| same(question))
            .map(|(variable, _)| uses[variable].score())
            .max()
    };
    let keys: BTreeMap<Variable, _> = found
        .iter()
        .map(|(variable, question)| {
            let topic = best(&found, &|other| other.topic == question.topic);
            let person = best(&found, &|other| {
                other.topic == question.topic && other.about == question.about
            });
            let topic_place = release
                .topics()
                .iter()
                .position(|topic| topic.id == question.topic);
            let open = work.universe.open(*variable);
            let reverse = std::cmp::Reverse;
            let key = (
                reverse(topic),
                topic_place,
                reverse(person),
                open.member,
                reverse(Some(uses[variable].score())),
                open.fact,
            );
            (*variable, key)
        })
        .collect();
    found.sort_by(|a, b| keys[&a.0].cmp(&keys[&b.0]));
    found.into_iter().map(|(_, question)| question).collect()
}

/// Every question that can change something, with what it changes.
pub(super) fn uses(work: &mut Work<'_>) -> BTreeMap<Variable, Use> {
    let mut uses: BTreeMap<Variable, Use> = BTreeMap::new();
    let mut known: BTreeMap<Outcome, BTreeSet<Variable>> = BTreeMap::new();
    for place in 0..work.instances.len() {
        let instance = &work.instances[place];
        let required = instance.required;
        let outcomes = instance.outcomes(|fact| work.open(fact, instance.member));
        let procedure = work
            .release
            .procedures()
            .iter()
            .position(|p| p.id == instance.procedure.id)
            .unwrap_or(0);
        for outcome in outcomes {
            if !known.contains_key(&outcome) {
                let variables = relevant(work, &outcome);
                for variable in &variables {
                    uses.entry(*variable).or_default().needed += needed_share(work, &outcome, *variable);
                }
                known.insert(outcome.clone(), variables);
            }
            for variable in &known[&outcome] {
                uses.entry(*variable).or_default().affects.insert(procedure);
            }
        }
        let whether = Outcome {
            parts: vec![required],
            value_of: None,
        };
        for variable in known.get(&whether).cloned().unwrap_or_default() {
            uses.entry(variable).or_default().decides += decided_share(work, required, variable);
        }
    }
    uses
}

/// The share of possible answers that decide the judgement, in thousandths.
fn decided_share(work: &mut Work<'_>, required: Function, variable: Variable) -> u32 {
    let (mut possible, mut decided) = (0, 0);
    for value in 0..work.builder.diagrams.size(variable) {
        let is = work.builder.diagrams.test(variable, 1 << value);
        if !work.allows(is) {
            continue;
        }
        possible += 1;
        let with = work.builder.diagrams.and(is, required);
        let not = work.builder.diagrams.not(required);
        let without = work.builder.diagrams.and(is, not);
        decided += u32::from(!(work.allows(with) && work.allows(without)));
    }
    (decided * 1000_u32).checked_div(possible).unwrap_or(0)
}

fn question(work: &Work<'_>, variable: Variable, used: &Use) -> Question {
    let open = work.universe.open(variable);
    let definition = work.release.fact_at(open.fact);
    let about = work.person(open.member);
    let topic = work
        .release
        .topics()
        .iter()
        .find(|topic| topic.id == definition.topic);
    Question {
        key: work.universe.key(open.fact, open.member),
        text: definition.question.clone(),
        plain: definition.plain.clone(),
        help: definition.help.clone(),
        kind: match &definition.kind {
            FactKind::Bool { .. } => QuestionKind::Bool,
            FactKind::Choice { choices } => QuestionKind::Choice {
                choices: choices.clone(),
            },
            FactKind::Date { not_future } => QuestionKind::Date {
                not_future: *not_future,
            },
        },
        topic: definition.topic.clone(),
        topic_label: topic.map_or_else(String::new, |topic| topic.label.clone()),
        about,
        who: definition.who.label().to_owned(),
        affects: used
            .affects
            .iter()
            .map(|place| work.release.procedures()[*place].id.clone())
            .collect(),
        decides: used.decides,
    }
}
