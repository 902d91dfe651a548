//! Measures what an officer waits for: judging, a form, and whole visits over HTTP. See `bench/README.md`.

mod family;
mod form;
mod journey;
mod judge;
mod peers;
mod process;
mod questions;
mod stopwatch;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let what = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let done = match what.as_str() {
        "judge" => judge::run(),
        "questions" => questions::run(&rest),
        "form" => form::run(&rest),
        "journey" => journey::run(&rest),
        "peers" => peers::run(&rest),
        _ => Err("judge, questions, form, journey or peers: see bench/README.md".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
