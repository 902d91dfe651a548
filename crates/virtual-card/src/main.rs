//! The program `madoguchi-virtual-card`: a desk with virtual card readers, served to a private `pcscd`.

mod program;

use std::process::ExitCode;

fn main() -> ExitCode {
    program::run()
}
