//! Files of every layout and every kind of damage.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod broken;
mod layouts;
mod messages;
mod places;
mod properties;
mod round_trip;
mod support;
