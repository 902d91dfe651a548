//! The program.

mod anchors;
mod arguments;
mod http;
mod inside;
mod link;
mod machine;
mod private_service;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Task};

/// What is missing on this machine: the caller goes on without readers.
const MISSING: u8 = 3;

pub(crate) fn run() -> ExitCode {
    match Arguments::parse().task {
        Task::Inside(arguments) => inside::run(&arguments),
        Task::Desk(arguments) => match serve::run(&arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("madoguchi-virtual-card: {error}");
                ExitCode::from(error.code())
            }
        },
    }
}
