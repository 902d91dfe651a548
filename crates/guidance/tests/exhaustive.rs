//! Every procedure of the real catalogue whose condition speaks of few facts, in every state of knowledge: it is decided
//! if and only if all possible ways to complete what is known agree.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use madoguchi_guidance::catalogue::{FactDefinition, FactKind, SubjectKind, WhoAnswers};
use madoguchi_guidance::facts::{Fact, FactKey, FactValue, MemberKey, Source};
use madoguchi_guidance::judge::results;
use madoguchi_guidance::overlay::{Change, Overlay, SectionRow, WrittenProcedure};
use madoguchi_guidance::situation::Member;
use madoguchi_guidance::{JudgementResult, MunicipalitySettings, Release, Situation, judge};
use madoguchi_model::case::LifeEvent;

/// The most complete states of a condition's facts that are gone through.
const MOST: usize = 64;

fn on() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

/// The release with a procedure `L-n` in the place of each published one: its condition and nothing else.
fn conditions_alone(release: &Release) -> Release {
    let mut overlay = Overlay::default();
    for (number, procedure) in release.procedures().iter().enumerate() {
        let written = WrittenProcedure::of(procedure, release);
        overlay.set_change(Change {
            id: procedure.id.clone(),
            off: Some("条件だけを試すため".to_owned()),
            ..Change::default()
        });
        overlay.set_procedure(WrittenProcedure {
            name: written.name,
            life_events: written.life_events,
            subject: written.subject,
            condition: written.condition,
            sections: vec![SectionRow {
                code: release.sections()[0].code.clone(),
                when: None,
            }],
            ..WrittenProcedure::new(format!("L-{number}"))
        });
    }
    release.with_overlay(&overlay.to_text()).unwrap()
}

fn values(fact: &FactDefinition) -> Vec<FactValue> {
    match &fact.kind {
        FactKind::Bool { .. } => [false, true].map(FactValue::Bool).into(),
        FactKind::Choice { choices } => choices
            .iter()
            .map(|choice| FactValue::Choice(choice.id.clone()))
            .collect(),
        FactKind::Date { .. } => Vec::new(),
    }
}

/// One state of knowledge: for each fact the place of its value, or none.
type State = Vec<Option<usize>>;

struct Condition<'r> {
    release: &'r Release,
    id: String,
    event: LifeEvent,
    facts: Vec<(FactKey, Vec<FactValue>)>,
}

impl<'r> Condition<'r> {
    /// Nothing where a date, or too many values, are asked for.
    fn new(release: &'r Release, id: String) -> Option<Self> {
        let member = MemberKey("1".to_owned());
        let asked = release
            .facts_of_procedure(&id)
            .into_iter()
            .filter(|fact| fact.who != WhoAnswers::Municipality && !fact.built_in);
        let facts: Vec<_> = asked
            .map(|fact| {
                let key = match fact.subject {
                    SubjectKind::Visit => FactKey::visit(&fact.id),
                    SubjectKind::Member => FactKey::member(&member, &fact.id),
                };
                (key, values(fact))
            })
            .collect();
        let states: usize = facts.iter().map(|(_, values)| values.len()).product();
        let event = *release.procedure(&id)?.life_events.first()?;
        ((1..=MOST).contains(&states)).then_some(Self {
            release,
            id,
            event,
            facts,
        })
    }

    fn situation(&self, state: &State) -> Situation {
        let known = self.facts.iter().zip(state).filter_map(|((key, values), place)| {
            let value = values[(*place)?].clone();
            let source = Source::Answer;
            Some((key.clone(), Fact::Known { value, source }))
        });
        Situation {
            reference_date: on(),
            events: BTreeSet::from([self.event]),
            members: vec![Member {
                key: MemberKey("1".to_owned()),
                label: "1".to_owned(),
            }],
            facts: known.collect(),
        }
    }

    fn result(&self, state: &State) -> JudgementResult {
        let verdicts = results(
            self.release,
            &self.situation(state),
            &MunicipalitySettings::default(),
        )
        .unwrap();
        let own = verdicts
            .iter()
            .find(|verdict| self.release.procedures()[verdict.procedure].id == self.id);
        own.unwrap().result
    }

    /// Whether the known facts contradict each other.
    fn contradicts(&self, state: &State) -> bool {
        let guidance = judge(
            self.release,
            &self.situation(state),
            &MunicipalitySettings::default(),
        )
        .unwrap();
        !guidance.conflicts.is_empty()
    }

    /// Every state in which each fact has one of its values, or (with `open`) none.
    fn states(&self, open: bool) -> Vec<State> {
        let mut states = vec![Vec::new()];
        for (_, values) in &self.facts {
            let choices: Vec<Option<usize>> =
                (0..values.len()).map(Some).chain(open.then_some(None)).collect();
            states = states
                .iter()
                .flat_map(|state: &State| {
                    choices
                        .iter()
                        .map(|choice| [state.as_slice(), &[*choice]].concat())
                })
                .collect();
        }
        states
    }
}

#[test]
fn decided_if_and_only_if_all_completions_agree() {
    let release = conditions_alone(Release::in_force(on()).unwrap());
    let (mut procedures, mut states) = (0, 0);
    for procedure in release.procedures() {
        let Some(condition) = Condition::new(&release, procedure.id.clone()) else {
            continue;
        };
        procedures += 1;
        let complete: BTreeMap<State, JudgementResult> = condition
            .states(false)
            .into_iter()
            .filter(|state| !condition.contradicts(state))
            .map(|state| {
                let result = condition.result(&state);
                (state, result)
            })
            .collect();
        for state in condition.states(true) {
            let completes = |full: &State| {
                full.iter()
                    .zip(&state)
                    .all(|(value, known)| known.is_none() || known == value)
            };
            let seen: BTreeSet<JudgementResult> = complete
                .iter()
                .filter(|(full, _)| completes(full))
                .map(|(_, result)| *result)
                .collect();
            // What no completion is possible for is judged as it stands.
            if seen.is_empty() {
                continue;
            }
            states += 1;
            let expected = match seen.len() {
                1 => seen.into_iter().next().unwrap(),
                _ => JudgementResult::Undetermined,
            };
            let facts = condition.situation(&state).facts;
            assert_eq!(
                condition.result(&state),
                expected,
                "{}: {facts:?}",
                procedure.name
            );
        }
    }
    assert!(
        procedures >= 100 && states > 3_000,
        "{procedures} procedures, {states} states"
    );
}
