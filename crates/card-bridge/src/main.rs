//! `madoguchi-card-bridge`: runs on each counter terminal, beside the browser.

mod arguments;
mod check_settings;
mod run;
mod self_test;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

/// Every byte that this program has held is wiped when it is given back, those of its libraries included.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command.unwrap_or(Command::Run) {
        Command::Run => run::run(&arguments.settings, arguments.port, arguments.until_input_ends),
        Command::CheckSettings => Ok(check_settings::run(&arguments.settings)),
        Command::SelfTest => Ok(self_test::run(&arguments.settings, arguments.port)),
    };
    done.unwrap_or_else(|error| {
        eprintln!("エラー：{error}");
        ExitCode::FAILURE
    })
}
