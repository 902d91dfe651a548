//! A fresh database for each test, on the test process's throwaway server.
//!
//! Databases are copied from a migrated template, so that one costs a fraction of a second. Each has two
//! tenants with a member of staff of every role, a household of four and a case each.

mod clock;
mod database;
mod register_digest;
mod sample;

pub use clock::{CountingEntropy, TestClock};
pub use database::TestDatabase;
pub use sample::{Sample, household, resident};
