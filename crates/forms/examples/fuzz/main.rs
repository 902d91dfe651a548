//! Throws odd input at what makes papers: no crash, no hang, no runaway memory.
//!
//! `cargo run -p madoguchi-forms --example fuzz -- TARGET [--seconds N] [--seed N] [--only N]`, or `scripts/fuzz` for
//! all targets. A target is a file of its own, listed in [`TARGETS`]. Every input follows from the seed and its
//! number: `--only` makes one again.

#[path = "../../tests/forms/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

mod definitions;
mod own_pdf;
mod random;
mod values;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use random::Random;
use watch::Watch;

/// What input is thrown at.
struct Target {
    name: &'static str,
    /// Makes what all inputs share, and answers with what takes one input. It says what became of it, in a word or two
    /// that are counted, or what is wrong.
    open: fn() -> Run,
}

type Run = Box<dyn FnMut(&mut Random) -> Result<&'static str, String>>;

const TARGETS: [Target; 3] = [
    Target {
        name: "definitions",
        open: definitions::open,
    },
    Target {
        name: "own_pdf",
        open: own_pdf::open,
    },
    Target {
        name: "values",
        open: values::open,
    },
];

struct Arguments {
    target: &'static Target,
    seconds: u64,
    seed: u64,
    only: Option<u64>,
}

fn arguments() -> Option<Arguments> {
    let mut words = std::env::args().skip(1);
    let name = words.next()?;
    let mut arguments = Arguments {
        target: TARGETS.iter().find(|target| target.name == name)?,
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
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!(
            "fuzz TARGET [--seconds N] [--seed N] [--only N], TARGET is one of: {}",
            names.join(", ")
        );
        return ExitCode::FAILURE;
    };
    let name = arguments.target.name;
    let again = |n: u64| format!("{name} --seed {} --only {n}", arguments.seed);
    let watch = Watch::start(move |n, what| {
        eprintln!("{name}: input {n} {what}");
    });
    let mut run = (arguments.target.open)();
    let mut counts = std::collections::BTreeMap::new();
    let mut failures = 0;
    let start = Instant::now();
    let mut n = arguments.only.unwrap_or(0);
    while arguments.only.is_some() || start.elapsed() < Duration::from_secs(arguments.seconds) {
        watch.begin(n);
        let mut random = Random::new(arguments.seed, n);
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&mut random)));
        watch.end();
        match outcome {
            Ok(Ok(word)) => *counts.entry(word).or_insert(0u64) += 1,
            Ok(Err(wrong)) => {
                failures += 1;
                eprintln!("{wrong}\n  again with: {}", again(n));
            }
            Err(_) => {
                failures += 1;
                eprintln!("it crashed\n  again with: {}", again(n));
                run = (arguments.target.open)();
            }
        }
        n += 1;
        if arguments.only.is_some() || failures == 20 {
            break;
        }
    }
    let tried = n - arguments.only.unwrap_or(0);
    println!(
        "{name}: {tried} inputs in {:.0} s, {counts:?}, {failures} failures; slowest {:.2} s CPU; peak {} MB resident",
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
