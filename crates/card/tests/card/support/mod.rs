//! What the tests share.

pub(crate) mod files;
pub(crate) mod keys;
pub(crate) mod model;
pub(crate) mod script;

/// A file of the real test card.
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
