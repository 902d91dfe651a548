//! Commands as someone at a terminal uses them.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod catalogue;
mod guide;
mod import;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn madoguchi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A place in the checkout.
fn checkout(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part)
}
