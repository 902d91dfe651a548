//! Throws odd input at what reads cards: no crash, no hang, no runaway memory.
//!
//! `cargo run -p madoguchi-card --example fuzz -- TARGET [--seconds N] [--seed N] [--only N]`, or `scripts/fuzz` for all
//! targets. A target is a file of its own, listed in [`TARGETS`]. Every input follows from the seed and its number:
//! `--only` makes one again.

#[path = "../../tests/card/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

mod card_files;
mod card_responses;
#[path = "../../../forms/examples/fuzz/random.rs"]
#[expect(dead_code, reason = "texts are for forms")]
mod random;
#[path = "../../../forms/examples/fuzz/watch.rs"]
mod watch;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use random::Random;
use watch::Watch;

/// Takes one input. It says what became of it, in a word or two that are counted, or what is wrong.
type Run = Box<dyn FnMut(&mut Random) -> Result<&'static str, String>>;

/// What input is thrown at: its name, and what makes all that its inputs share.
type Target = (&'static str, fn() -> Run);

const TARGETS: [Target; 2] = [
    ("card_files", card_files::open),
    ("card_responses", card_responses::open),
];

struct Arguments {
    name: &'static str,
    open: fn() -> Run,
    seconds: u64,
    seed: u64,
    only: Option<u64>,
}

fn arguments() -> Option<Arguments> {
    let mut words = std::env::args().skip(1);
    let named = words.next()?;
    let (name, open) = TARGETS.into_iter().find(|(name, _)| *name == named)?;
    let mut arguments = Arguments {
        name,
        open,
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
    let Some(Arguments {
        name,
        open,
        seconds,
        seed,
        only,
    }) = arguments()
    else {
        let names = TARGETS.map(|(name, _)| name).join(", ");
        eprintln!("fuzz TARGET [--seconds N] [--seed N] [--only N], TARGET is one of: {names}");
        return ExitCode::FAILURE;
    };
    let watch = Watch::start(move |n, what| eprintln!("{name}: input {n} {what}"));
    let mut run = open();
    let mut counts = BTreeMap::new();
    let mut failures = 0;
    let start = Instant::now();
    let mut n = only.unwrap_or(0);
    while only.is_some() || start.elapsed() < Duration::from_secs(seconds) {
        watch.begin(n);
        let mut random = Random::new(seed, n);
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&mut random)));
        watch.end();
        let wrong = match outcome {
            Ok(Ok(word)) => {
                *counts.entry(word).or_insert(0_u64) += 1;
                None
            }
            Ok(Err(wrong)) => Some(wrong),
            Err(_) => {
                run = open();
                Some("it crashed".into())
            }
        };
        if let Some(wrong) = wrong {
            failures += 1;
            eprintln!("{wrong}\n  again with: {name} --seed {seed} --only {n}");
        }
        n += 1;
        if only.is_some() || failures == 20 {
            break;
        }
    }
    println!(
        "{name}: {} inputs in {:.0} s, {counts:?}, {failures} failures; slowest {:.2} s CPU; peak {} MB resident",
        n - only.unwrap_or(0),
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
