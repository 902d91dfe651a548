//! The bridge over real HTTP on the loopback, with a double of the readers: what it answers, refuses and forgets.

#![expect(clippy::unwrap_used, reason = "these are tests: the helpers too may panic")]

mod events;
mod failures;
mod reading;
mod refusals;
mod secrets;
mod support;
mod waiting;
mod window;
