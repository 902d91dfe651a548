//! The connectors, through what other crates see of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod core_files;
mod documented;
mod portals;
mod support;
mod webhooks;
