//! Throws damaged files at the reader: no crash, no hang, no runaway memory, no row dropped in silence.
//!
//! `cargo run -p madoguchi-import --example fuzz_imports -- imports [--seconds N] [--seed N] [--only N]`, or
//! `scripts/fuzz`. Every input follows from the seed and its number: `--only` makes one again.

#[path = "../../../forms/examples/fuzz/random.rs"]
mod random;
#[path = "../../../forms/examples/fuzz/watch.rs"]
mod watch;

mod damage;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use random::Random;
use watch::Watch;

struct Arguments {
    seconds: u64,
    seed: u64,
    only: Option<u64>,
}

fn arguments() -> Option<Arguments> {
    let mut words = std::env::args().skip(1);
    (words.next()? == "imports").then_some(())?;
    let mut arguments = Arguments {
        seconds: 10,
        seed: 1,
        only: None,
    };
    while let Some(word) = words.next() {
        let number = words.next()?.parse().ok()?;
        match word.as_str() {
            "--seconds" => arguments.seconds = number,
            "--seed" => arguments.seed = number,
            "--only" => arguments.only = Some(number),
            _ => return None,
        }
    }
    Some(arguments)
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("fuzz_imports imports [--seconds N] [--seed N] [--only N]");
        return ExitCode::FAILURE;
    };
    let watch = Watch::start(move |n, what| eprintln!("imports: input {n} {what}"));
    let files = damage::files();
    let mut counts = BTreeMap::new();
    let mut failures = 0;
    let start = Instant::now();
    let first = arguments.only.unwrap_or(0);
    let mut n = first;
    while arguments.only.is_some() || start.elapsed() < Duration::from_secs(arguments.seconds) {
        watch.begin(n);
        let mut random = Random::new(arguments.seed, n);
        let outcome = catch_unwind(AssertUnwindSafe(|| damage::run(&mut random, &files)));
        watch.end();
        let wrong = match outcome {
            Ok(Ok(word)) => {
                *counts.entry(word).or_insert(0_u64) += 1;
                None
            }
            Ok(Err(wrong)) => Some(wrong),
            Err(_) => Some("it crashed".to_owned()),
        };
        if let Some(wrong) = wrong {
            failures += 1;
            eprintln!(
                "{wrong}\n  again with: imports --seed {} --only {n}",
                arguments.seed
            );
        }
        n += 1;
        if arguments.only.is_some() || failures == 20 {
            break;
        }
    }
    println!(
        "imports: {} inputs in {:.0} s, {counts:?}, {failures} failures; slowest {:.2} s CPU; peak {} MB resident",
        n - first,
        start.elapsed().as_secs_f64(),
        watch.slowest().as_secs_f64(),
        watch::peak_megabytes()
    );
    if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
