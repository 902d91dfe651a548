//! The card in this process: its commands, its files, its counters.

mod answers;
mod counters;
mod reading;
mod revocation;
mod support;
