//! The engine against a literal reading of what it promises, on random small catalogues.
//!
//! The oracle enumerates every completion of the unknown facts and evaluates the conditions as written; it
//! shares nothing with the engine but the parser.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod dates;
mod generate;
mod oracle;

use generate::{Case, case};
use madoguchi_guidance::judge::results;
use madoguchi_guidance::{Fact, FactKey, JudgementResult, MunicipalitySettings, UnknownReason, judge};
use oracle::Oracle;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn settings() -> MunicipalitySettings {
    MunicipalitySettings::default()
}

fn asked(guidance: &madoguchi_guidance::Guidance) -> BTreeSet<FactKey> {
    guidance
        .questions
        .iter()
        .map(|question| question.key.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    /// Sound and exact: decided if and only if all possible completions agree.
    #[test]
    fn decided_means_the_same_under_every_completion(case in case()) {
        let Some(oracle) = Oracle::new(&case) else { return Err(TestCaseError::reject("impossible or too large")) };
        let guidance = judge(&case.release, &case.situation, &settings()).unwrap();
        prop_assert!(guidance.conflicts.is_empty());
        for (place, judgement) in guidance.judgements.iter().enumerate() {
            let seen = oracle.results(place);
            let expected = match (seen.contains(&true), seen.contains(&false)) {
                (true, true) => JudgementResult::Undetermined,
                (true, false) => JudgementResult::Required,
                _ => JudgementResult::NotRequired,
            };
            prop_assert_eq!(judgement.result, expected, "{} {:?}", &judgement.procedure, &judgement.subject);
        }
        let quick = results(&case.release, &case.situation, &settings()).unwrap();
        let quick: Vec<_> = quick.iter().map(|verdict| verdict.result).collect();
        prop_assert_eq!(quick, guidance.judgements.iter().map(|one| one.result).collect::<Vec<_>>());
    }

    /// A question is asked if and only if its answer can still change an outcome.
    #[test]
    fn exactly_the_relevant_questions_are_asked(case in case()) {
        let Some(oracle) = Oracle::new(&case) else { return Err(TestCaseError::reject("impossible or too large")) };
        let guidance = judge(&case.release, &case.situation, &settings()).unwrap();
        prop_assert_eq!(asked(&guidance), oracle.relevant(), "{}", case);
    }

    /// Certain parts are those that every completion in which the procedure is required has; possible parts
    /// those that some has.
    #[test]
    fn parts_are_certain_or_possible_exactly(case in case()) {
        let Some(oracle) = Oracle::new(&case) else { return Err(TestCaseError::reject("impossible or too large")) };
        let guidance = judge(&case.release, &case.situation, &settings()).unwrap();
        for (place, judgement) in guidance.judgements.iter().enumerate() {
            let belongings: BTreeSet<_> =
                judgement.belongings.iter().map(|part| (part.text.clone(), part.certain)).collect();
            prop_assert_eq!(belongings, oracle.belongings(place));
            let sections: BTreeSet<_> =
                judgement.sections.iter().map(|part| (part.code.clone(), part.certain)).collect();
            prop_assert_eq!(sections, oracle.sections(place));
            prop_assert_eq!(judgement.outcome_kind, oracle.outcome_kind(place));
        }
    }

    /// More facts never overturn a decided judgement; an answer never raises a question that was settled (a
    /// fact nobody could be asked may, once it is known after all).
    #[test]
    fn more_facts_never_overturn(case in case(), choice in any::<prop::sample::Index>()) {
        let Some(oracle) = Oracle::new(&case) else { return Err(TestCaseError::reject("impossible or too large")) };
        let mut before = judge(&case.release, &case.situation, &settings()).unwrap();
        let mut situation = case.situation.clone();
        for (key, value) in oracle.some_completion(choice) {
            let could_be_asked = !case.situation.facts.contains_key(&key);
            situation.facts.insert(key, value);
            let after = judge(&case.release, &situation, &settings()).unwrap();
            for (old, new) in before.judgements.iter().zip(&after.judgements) {
                if old.result != JudgementResult::Undetermined {
                    prop_assert_eq!(old.result, new.result);
                }
            }
            if could_be_asked {
                prop_assert!(asked(&after).is_subset(&asked(&before)), "{}", case);
            }
            before.questions.clone_from(&after.questions);
        }
        let end = judge(&case.release, &situation, &settings()).unwrap();
        prop_assert!(end.questions.is_empty());
        prop_assert!(end.judgements.iter().all(|judgement| judgement.result != JudgementResult::Undetermined));
    }

    /// 分からない settles a question for good, and never makes a judgement more certain.
    #[test]
    fn not_knowing_ends_a_question(case in case()) {
        if Oracle::new(&case).is_none() { return Err(TestCaseError::reject("impossible or too large")) }
        let before = judge(&case.release, &case.situation, &settings()).unwrap();
        let mut situation = case.situation.clone();
        for question in &before.questions {
            situation.facts.insert(question.key.clone(), Fact::Unknown(UnknownReason::NotKnown));
        }
        let after = judge(&case.release, &situation, &settings()).unwrap();
        for (old, new) in before.judgements.iter().zip(&after.judgements) {
            prop_assert_eq!(old.result, new.result);
        }
        prop_assert!(asked(&after).is_disjoint(&asked(&before)));
    }
}

#[test]
fn a_generated_case_prints_its_catalogue() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let tree = case().new_tree(&mut runner).unwrap();
    let text = proptest::strategy::ValueTree::current(&tree).to_string();
    assert!(text.contains("condition"));
    let _: Case = proptest::strategy::ValueTree::current(&tree);
}
