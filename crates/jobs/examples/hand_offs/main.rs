//! Many hand-offs, with everything that can go wrong on the way of their files and events, counted: see `bench/README.md`.
//!
//!     cargo run --release -p madoguchi-jobs --example hand_offs -- 10000 [seed]

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for the terminal, which ends when it cannot go on"
)]

mod core_system;
mod count;
mod crew;
mod luck;
mod receiver;
mod run;

use std::process::ExitCode;
use std::time::Instant;

#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let hand_offs = words.next().map_or(10_000, |word| word.parse().unwrap());
    let seed = words.next().map_or(1, |word| word.parse().unwrap());
    let begun = Instant::now();
    let counted = run::run(hand_offs, seed, |line| println!("{line}")).await;
    println!("{counted}\nin {} s", begun.elapsed().as_secs());
    if counted.faults.is_empty() {
        println!("nothing lost, nothing twice in effect");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
