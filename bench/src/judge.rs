//! Judging a household of five against the whole catalogue.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use madoguchi_guidance::check;
use madoguchi_guidance::judge::results;
use madoguchi_guidance::{MunicipalitySettings, Release, Situation, judge};
use madoguchi_model::case::LifeEvent;

use crate::family;
use crate::stopwatch::repeated;

const TIMES: usize = 500;

/// What the process holds in memory now.
fn resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

pub(crate) fn run() -> Result<(), String> {
    let (_, household, case) = family::of_five();
    let (before, start) = (resident_kilobytes(), Instant::now());
    let release = Release::in_force(family::today()).map_err(|error| error.to_string())?;
    let (loaded, after) = (start.elapsed(), resident_kilobytes());
    let start = Instant::now();
    let findings = check::check(release).len();
    println!(
        "loaded in {:.1} ms, {} kB; checked in {:.1} ms, {findings} findings",
        loaded.as_secs_f64() * 1000.0,
        after.saturating_sub(before),
        start.elapsed().as_secs_f64() * 1000.0
    );
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
