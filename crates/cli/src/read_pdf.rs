//! `madoguchi read-pdf`: reads an uploaded PDF from standard input, within limits, and writes what it is to standard
//! output. The server starts it for each file, so that a hostile one harms nobody.

use std::io::{Read, Write};
use std::process::ExitCode;

use madoguchi_forms::own_form::read::MEGABYTES;
use madoguchi_forms::{FontPaths, Fonts};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::Outcome;

/// Address space in bytes: fonts are mapped, pages drawn.
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
/// Seconds of computing.
const SECONDS: u64 = 45;

/// Reads, and answers. A file that is too much ends this process.
pub(crate) fn run() -> Outcome {
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Core, 0),
        // Nothing is written anywhere but to standard output, which is a pipe.
        (Resource::Fsize, 0),
    ] {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    let fonts = Fonts::load(&FontPaths::default())?;
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to be refused.
    let most = u64::try_from(MEGABYTES)? * 1024 * 1024 + 1;
    std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    std::io::stdout()
        .lock()
        .write_all(&madoguchi_web::pdf_answer(&bytes, &fonts)?)?;
    Ok(ExitCode::SUCCESS)
}
