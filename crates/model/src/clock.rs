//! Time and randomness, handed in so that every run can be repeated.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Tells the current instant.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> DateTime<Utc>;

    /// Today in Japan (UTC+9, no daylight saving), where every date of a municipality is counted.
    fn today(&self) -> NaiveDate {
        in_japan(self.now()).date_naive()
    }
}

/// Gives random bytes.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The instant on a clock in Japan (UTC+9).
#[must_use]
pub fn in_japan(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    const NINE_HOURS: i32 = 9 * 60 * 60;
    at.with_timezone(&FixedOffset::east_opt(NINE_HOURS).expect("nine hours is a valid offset"))
}
