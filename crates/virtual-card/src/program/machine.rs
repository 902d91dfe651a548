//! The machine's own clock: the only place that asks for it.

use chrono::{DateTime, NaiveDate, Utc};

/// The time.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place of the program that asks the machine for the time"
)]
pub(super) fn now() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now())
}

/// The time of day now, on this day if one is given.
pub(super) fn clock(on: Option<NaiveDate>) -> Box<dyn Fn() -> DateTime<Utc> + Send> {
    Box::new(move || {
        let now = now();
        on.map_or(now, |day| day.and_time(now.time()).and_utc())
    })
}
