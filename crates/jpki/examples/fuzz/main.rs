//! Throws odd input at what reads certificates, revocation data and signatures: no crash, no hang, no runaway memory, and
//! nothing accepted that was changed.
//!
//! `cargo run -p madoguchi-jpki --example fuzz_jpki -- TARGET [--seconds N] [--seed N] [--only N]`, or `scripts/fuzz`
//! for all targets. A target is a file of its own, listed in [`TARGETS`]. Every input follows from the seed and its
//! number: `--only` makes one again.

#![expect(clippy::unwrap_used, reason = "what all inputs share is faultless")]

#[path = "../../tests/jpki/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

mod certificates;
mod cms;
mod damage;
#[path = "../../../forms/examples/fuzz/random.rs"]
mod random;
mod revocation;
mod signed_pdf;
#[path = "../../../forms/examples/fuzz/watch.rs"]
mod watch;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use random::Random;
use watch::Watch;

/// Takes one input, and says what became of it, in a word or two that are counted, or what is wrong.
type Run = Box<dyn FnMut(&mut Random) -> Result<&'static str, String>>;

/// What input is thrown at: its name, and what makes what all inputs share.
type Target = (&'static str, fn() -> Run);

const TARGETS: [Target; 4] = [
    ("certificates", certificates::open),
    ("revocation", revocation::open),
    ("cms", cms::open),
    ("signed_pdf", signed_pdf::open),
];

struct Arguments {
    target: Target,
    seconds: u64,
    seed: u64,
    only: Option<u64>,
}

fn arguments() -> Option<Arguments> {
    let mut words = std::env::args().skip(1);
    let name = words.next()?;
    let mut arguments = Arguments {
        target: *TARGETS.iter().find(|target| target.0 == name)?,
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
        let names = TARGETS.map(|target| target.0).join(", ");
        eprintln!("fuzz_jpki TARGET [--seconds N] [--seed N] [--only N], TARGET is one of: {names}");
        return ExitCode::FAILURE;
    };
    let (name, open) = arguments.target;
    let again = |n: u64| format!("{name} --seed {} --only {n}", arguments.seed);
    let watch = Watch::start(move |n, what| eprintln!("{name}: input {n} {what}"));
    let mut run = open();
    let mut counts = BTreeMap::new();
    let mut failures = 0;
    let start = Instant::now();
    let first = arguments.only.unwrap_or(0);
    let mut n = first;
    while arguments.only.is_some() || start.elapsed() < Duration::from_secs(arguments.seconds) {
        watch.begin(n);
        let mut random = Random::new(arguments.seed, n);
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
                Some("it crashed".to_owned())
            }
        };
        if let Some(wrong) = wrong {
            failures += 1;
            eprintln!("{wrong}\n  again with: {}", again(n));
        }
        n += 1;
        if arguments.only.is_some() || failures == 20 {
            break;
        }
    }
    println!(
        "{name}: {} inputs in {:.0} s, {counts:?}, {failures} failures; slowest {:.2} s CPU; peak {} MB resident",
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
