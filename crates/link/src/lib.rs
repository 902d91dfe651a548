//! Connectors in and out: files for core systems and what they answer.
//!
//! Definitions are data (TOML): what a municipality's core system wants is told there, and nowhere in code. Nothing in
//! [`core_files`] touches a network, a clock or a database.

pub mod core_files;
