//! The promises of the engine on the catalogue that is compiled in, for random households.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use madoguchi_guidance::catalogue::FactDefinition;
use madoguchi_guidance::judge::ReasonKind;
use madoguchi_guidance::situation::Member;
use madoguchi_guidance::trace::Trace;
use madoguchi_guidance::{
    Fact, FactKey, FactKind, FactValue, Guidance, Judgement, JudgementResult, MemberKey,
    MunicipalitySettings, QuestionKind, Release, Situation, Source, UnknownReason, check, judge,
};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::register_date::RegisterDate;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};

const REFERENCE: &str = "2026-11-24";

/// Days around the ages, school years and terms the catalogue speaks of.
const DAYS: [&str; 15] = [
    "1945-03-03",
    "1951-11-24",
    "1951-11-25",
    "1958-01-01",
    "1961-11-25",
    "1961-11-26",
    "1986-11-25",
    "1986-11-26",
    "2008-04-02",
    "2011-11-25",
    "2016-08-08",
    "2020-04-02",
    "2026-11-16",
    "2026-11-24",
    "2031-01-01",
];

fn release() -> &'static Release {
    Release::in_force(REFERENCE.parse().unwrap()).unwrap()
}

fn judged(situation: &Situation) -> Guidance {
    judge(release(), situation, &MunicipalitySettings::default()).unwrap()
}

fn known(value: FactValue) -> Fact {
    Fact::Known {
        value,
        source: Source::Answer,
    }
}

fn value(definition: &FactDefinition, index: Index) -> FactValue {
    match &definition.kind {
        FactKind::Bool { .. } => FactValue::Bool(index.index(2) == 1),
        FactKind::Choice { choices } => FactValue::Choice(choices[index.index(choices.len())].id.clone()),
        FactKind::Date { .. } => FactValue::Date(RegisterDate::Known(
            DAYS[index.index(DAYS.len())].parse().unwrap(),
        )),
    }
}

/// Every value a fact can have; of dates, those around the days the catalogue speaks of.
fn values(definition: &FactDefinition) -> Box<dyn Iterator<Item = FactValue> + '_> {
    match &definition.kind {
        FactKind::Bool { .. } => Box::new([false, true].into_iter().map(FactValue::Bool)),
        FactKind::Choice { choices } => {
            Box::new(choices.iter().map(|choice| FactValue::Choice(choice.id.clone())))
        }
        FactKind::Date { .. } => Box::new(
            DAYS.iter()
                .map(|day| FactValue::Date(RegisterDate::Known(day.parse().unwrap()))),
        ),
    }
}

/// A household of whom nothing is known.
fn blank(members: usize, events: BTreeSet<LifeEvent>) -> Situation {
    let list = (0..members).map(|place| Member {
        key: MemberKey(place.to_string()),
        label: format!("{place}"),
    });
    Situation {
        reference_date: REFERENCE.parse().unwrap(),
        events,
        members: list.collect(),
        facts: BTreeMap::new(),
    }
}

/// Keys of every fact of a household that can matter for its life events, in the catalogue's order.
fn keys(situation: &Situation) -> Vec<FactKey> {
    let nothing_known = Situation {
        facts: BTreeMap::new(),
        ..situation.clone()
    };
    let mut keys: Vec<FactKey> = judged(&nothing_known)
        .questions
        .into_iter()
        .map(|question| question.key)
        .collect();
    keys.sort();
    keys
}

fn situation() -> impl Strategy<Value = Situation> {
    (
        1_usize..=4,
        prop::collection::vec((0..10_u8, any::<Index>()), 250),
        prop::collection::btree_set(prop::sample::select(LifeEvent::ALL.to_vec()), 1..=2),
    )
        .prop_map(|(members, states, events)| {
            let mut situation = blank(members, events);
            for (key, (state, index)) in keys(&situation).into_iter().zip(states) {
                let definition = release().fact(&key.fact).unwrap();
                let fact = match state {
                    0..=5 => known(value(definition, index)),
                    6 => Fact::Unknown(UnknownReason::NotKnown),
                    7 => Fact::Unknown(UnknownReason::NoLegalBasis),
                    _ => continue,
                };
                situation.facts.insert(key, fact);
            }
            situation
        })
}

/// A household whose facts do not contradict each other.
fn possible() -> impl Strategy<Value = Situation> {
    situation().prop_map(|mut situation| {
        // Contradicting facts are forgotten until none contradict.
        loop {
            let conflicts = judged(&situation).conflicts;
            if conflicts.is_empty() {
                return situation;
            }
            for conflict in conflicts {
                let known = conflict
                    .facts
                    .iter()
                    .rfind(|fact| fact.value.is_some())
                    .expect("known facts contradict");
                situation.facts.remove(&known.key);
            }
        }
    })
}

/// Settles every open fact so that the judgement comes out as wanted, wherever that stays possible.
fn settle(mut situation: Situation, judgement: &Judgement, wanted: JudgementResult) -> JudgementResult {
    let against = match wanted {
        JudgementResult::Required => JudgementResult::NotRequired,
        _ => JudgementResult::Required,
    };
    let result = |situation: &Situation| {
        let guidance = judged(situation);
        let same =
            |other: &&Judgement| other.procedure == judgement.procedure && other.subject == judgement.subject;
        let found = guidance.judgements.iter().find(same).unwrap();
        let missing = found
            .reasons
            .iter()
            .find(|reason| reason.kind == ReasonKind::Missing);
        (
            found.result,
            missing.map(|reason| reason.facts[0].key.clone()),
            guidance.conflicts.is_empty(),
        )
    };
    loop {
        let (now, missing, _) = result(&situation);
        let Some(key) = missing else { return now };
        let definition = release().fact(&key.fact).unwrap();
        let mut values = values(definition);
        let fits = values.find(|value| {
            let mut with = situation.clone();
            with.facts.insert(key.clone(), known(value.clone()));
            let (then, _, possible) = result(&with);
            possible && then != against
        });
        let Some(value) = fits else { return now };
        situation.facts.insert(key, known(value));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Undecided means that two completions differ: one can be built for each result.
    #[test]
    fn undetermined_means_that_both_results_are_possible(situation in possible(), pick in any::<Index>()) {
        let guidance = judged(&situation);
        let open: Vec<_> =
            guidance.judgements.iter().filter(|judgement| judgement.result == JudgementResult::Undetermined).collect();
        if !open.is_empty() {
            let judgement = pick.get(&open);
            for wanted in [JudgementResult::Required, JudgementResult::NotRequired] {
                prop_assert_eq!(settle(situation.clone(), judgement, wanted), wanted, "{}", &judgement.procedure);
            }
        }
    }

    /// Decided means the same whatever else becomes known, as long as it is possible.
    #[test]
    fn decided_stays_decided(situation in possible(), picks in prop::collection::vec(any::<Index>(), 250)) {
        let before = judged(&situation);
        let mut completed = situation.clone();
        for (key, pick) in keys(&situation).into_iter().zip(picks) {
            let open = !matches!(completed.facts.get(&key), Some(Fact::Known { .. }));
            if open {
                let fact = known(value(release().fact(&key.fact).unwrap(), pick));
                let old = completed.facts.insert(key.clone(), fact);
                if !judged(&completed).conflicts.is_empty() {
                    match old { Some(old) => completed.facts.insert(key, old), None => completed.facts.remove(&key) };
                }
            }
        }
        let after = judged(&completed);
        for (old, new) in before.judgements.iter().zip(&after.judgements) {
            if old.result != JudgementResult::Undetermined {
                prop_assert_eq!(old.result, new.result, "{}", &old.procedure);
            }
        }
    }

    /// Whatever the order in which the questions are answered, the same comes out, and in the end nothing is
    /// left to ask; what is then still undetermined lacks only facts nobody can be asked.
    #[test]
    fn the_order_of_answers_is_irrelevant(
        situation in possible(),
        answers in prop::collection::vec(any::<Index>(), 250),
        orders in prop::collection::vec(any::<Index>(), 250),
    ) {
        // What is true of this household: the answers do not contradict each other or what is known.
        let mut truth = situation.clone();
        for (key, pick) in keys(&situation).into_iter().zip(answers) {
            if truth.facts.contains_key(&key) {
                continue;
            }
            let definition = release().fact(&key.fact).unwrap();
            let fits = |answer: FactValue| {
                let mut with = truth.clone();
                with.facts.insert(key.clone(), known(answer));
                judged(&with).conflicts.is_empty().then_some(with)
            };
            let mut candidates = std::iter::once(value(definition, pick)).chain(values(definition));
            truth = candidates.find_map(fits).expect("something is true of every fact");
        }
        let answer = |key: &FactKey| truth.facts[key].clone();
        let walk = |order: &dyn Fn(usize, usize) -> usize| {
            let mut situation = situation.clone();
            let mut step = 0;
            loop {
                let guidance = judged(&situation);
                assert!(guidance.conflicts.is_empty());
                if guidance.questions.is_empty() {
                    return guidance;
                }
                let question = &guidance.questions[order(step, guidance.questions.len())];
                situation.facts.insert(question.key.clone(), answer(&question.key));
                step += 1;
            }
        };
        let first = walk(&|_, _| 0);
        let other = walk(&|step, count| orders[step].index(count));
        for (one, two) in first.judgements.iter().zip(&other.judgements) {
            prop_assert_eq!(one.result, two.result, "{}", &one.procedure);
            prop_assert_eq!(&one.sections, &two.sections);
            prop_assert_eq!(&one.belongings, &two.belongings);
            prop_assert_eq!(&one.deadline, &two.deadline);
            for reason in one.reasons.iter().filter(|reason| reason.kind == ReasonKind::Missing) {
                prop_assert_ne!(reason.facts[0].unknown, None);
            }
        }
    }

    /// An undetermined judgement with facts that were not asked leads to a question about it.
    #[test]
    fn what_can_be_asked_is_asked(situation in possible()) {
        let guidance = judged(&situation);
        for judgement in guidance.judgements.iter().filter(|j| j.result == JudgementResult::Undetermined) {
            let mut missing = judgement.reasons.iter().filter(|reason| reason.kind == ReasonKind::Missing).peekable();
            prop_assert!(missing.peek().is_some(), "{}", &judgement.procedure);
            if missing.all(|reason| reason.facts[0].unknown == Some(UnknownReason::NotAsked)) {
                let asks = guidance.questions.iter().any(|question| question.affects.contains(&judgement.procedure));
                prop_assert!(asks, "{}", &judgement.procedure);
            }
        }
        for question in &guidance.questions {
            prop_assert!(!situation.facts.contains_key(&question.key));
            prop_assert!(!question.text.is_empty() && !question.topic_label.is_empty());
            if let QuestionKind::Choice { choices } = &question.kind {
                prop_assert!(choices.len() > 1);
            }
        }
    }

    /// A trace survives being stored, and repeats.
    #[test]
    fn a_trace_replays_to_the_same_result(situation in possible()) {
        let trace = Trace::record(release(), &situation, &MunicipalitySettings::default()).unwrap();
        let stored = serde_json::to_string(&trace).unwrap();
        let read: Trace = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&read, &trace);
        prop_assert_eq!(read.replay(Release::by_hash(&read.release_hash).unwrap()), Ok(()));
    }
}

#[test]
fn the_catalogue_has_no_findings() {
    let findings: Vec<_> = check::check(release()).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn no_release_is_in_force_before_the_first_one() {
    let error = Release::in_force("2024-12-01".parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("2024-12-02"), "{error}");
}
