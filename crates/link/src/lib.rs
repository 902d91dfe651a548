//! Connectors in and out: files for core systems and what they answer, what robots type and answer, events to receivers, notices of portals, and the
//! places where files lie.
//!
//! Definitions are data (TOML): what a municipality's core system wants is told there, and nowhere in code. Nothing in
//! [`core_files`], [`robots`] and [`portals`] touches a network, a clock or a database.

mod embedded;
mod hex;

pub mod core_files;
pub mod places;
pub mod portals;
pub mod robots;
pub mod webhooks;

pub use hex::hex;
