//! Programs that look at finished files.

use std::path::PathBuf;
use std::process::Command;

use madoguchi_forms::{Laid, pdf};

use crate::support::{fonts, meta};

/// A file of a test of its own name, in the build's directory for such.
pub(crate) fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Writes laid forms as one PDF.
pub(crate) fn written(name: &str, forms: &[Laid]) -> PathBuf {
    let path = file(name).with_extension("pdf");
    let bytes = pdf(forms, &fonts(), &meta("申請書")).unwrap_or_else(|error| panic!("{name}: {error}"));
    std::fs::write(&path, bytes).expect("the build's directory can be written");
    path
}

/// Runs a program and answers with what it printed.
pub(crate) fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} ({error}): see the test script for the Debian package"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {text}{complaints}"
    );
    text
}
