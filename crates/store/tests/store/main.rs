//! The store against a real PostgreSQL: one throwaway server for all of these, one database for each test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accounts;
mod analyses;
mod audit;
mod catalog;
mod characters;
mod hand_off;
mod imports;
mod isolation;
mod overlays;
mod papers;
mod places;
mod register;
mod search;
mod startup;
mod visit;
