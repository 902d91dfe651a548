//! Judging a household of five against the whole catalogue.

use std::collections::BTreeMap;
use std::hint::black_box;

use madoguchi_guidance::judge::results;
use madoguchi_guidance::{MunicipalitySettings, Release, Situation, judge};

use madoguchi_model::case::LifeEvent;

use crate::family;
use crate::stopwatch::repeated;

const TIMES: usize = 500;

pub(crate) fn run() -> Result<(), String> {
    let (_, household, case) = family::of_five();
    let release = Release::in_force(family::today()).map_err(|error| error.to_string())?;
    let settings = MunicipalitySettings::default();
    let situation = Situation::from_register(&case, &household, &BTreeMap::new());
    let guidance = judge(release, &situation, &settings).map_err(|error| error.to_string())?;
    println!(
        "{} procedures in the release, {} judgements and {} open questions for a household of five",
        release.procedures().len(),
        guidance.judgements.len(),
        guidance.questions.len()
    );
    let mut times = repeated(TIMES, || {
        black_box(judge(release, &situation, &settings).map(drop)).ok();
    });
    println!("judged with reasons and next questions: {}", times.line());
    let mut everything = situation.clone();
    everything.events = LifeEvent::ALL.into_iter().collect();
    for (name, situation) in [
        ("the visit's event", &situation),
        ("all nineteen events", &everything),
    ] {
        let mut times = repeated(TIMES, || {
            black_box(results(release, situation, &settings).map(|verdicts| verdicts.len())).ok();
        });
        let judged = results(release, situation, &settings).map_err(|error| error.to_string())?;
        println!(
            "results only, {name}, {} judgements: {}",
            judged.len(),
            times.line()
        );
    }
    Ok(())
}
