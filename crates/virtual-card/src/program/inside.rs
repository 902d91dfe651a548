//! What runs in the desk's namespaces: the PC/SC service, and for each reader a socket that leads to its driver.
//!
//! It is the first process of a process namespace: when it ends, the kernel ends the service. It ends when the other
//! end of its standard input is closed, that is, at the latest with the desk.

mod forward;
mod namespace;
mod service;

use std::io::{BufRead, Write};
use std::process::ExitCode;

use super::MISSING;
use super::arguments::InsideArguments;
use service::Service;

/// The first port of the driver: it has one for each reader.
const FIRST_PORT: u16 = 0x8C7B;

pub(super) fn run(arguments: &InsideArguments) -> ExitCode {
    let outcome = serve(arguments);
    let _ = std::fs::remove_dir_all(&arguments.directory);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(missing) => {
            say(&format!("missing {missing}"));
            ExitCode::from(MISSING)
        }
    }
}

/// Serves until standard input ends. Answers each line of it with one.
fn serve(arguments: &InsideArguments) -> Result<(), String> {
    namespace::enter(&arguments.directory, &arguments.driver)?;
    let mut service = Service::new(&arguments.directory, &arguments.pcscd)?;
    service.start()?;
    for (reader, port) in (0..madoguchi_virtual_card::READERS).zip(FIRST_PORT..) {
        forward::listen(&arguments.directory.join(format!("reader{reader}")), port)
            .map_err(|error| format!("a socket for reader {reader} ({error})"))?;
    }
    say("ready");
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        match line.as_str() {
            "stop" => service.stop(),
            "start" => service.start()?,
            _ => continue,
        }
        say("done");
    }
    service.stop();
    Ok(())
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody listens any more where this fails; then standard input ends, too.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
