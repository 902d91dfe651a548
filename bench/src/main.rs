//! Measures what an officer waits for: judging, a form, whole visits and searches over HTTP. See `bench/README.md`.

mod browser;
mod family;
mod form;
mod journey;
mod judge;
mod peers;
mod process;
mod questions;
mod search;
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
        "search" => search::run(&rest),
        "peers" => peers::run(&rest),
        _ => Err("judge, questions, form, journey, search or peers: see bench/README.md".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The number after an option's name.
fn number(options: &[String], name: &str, default: u64) -> Result<u64, String> {
    let place = options.iter().position(|option| option == name);
    let Some(value) = place.and_then(|place| options.get(place + 1)) else {
        return Ok(default);
    };
    value.parse().map_err(|_| format!("{name}: {value} is no number"))
}
