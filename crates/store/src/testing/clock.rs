//! Time and randomness of tests: both stand still until told otherwise, and are the same in every run.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::clock::{Clock, Entropy};

/// A clock that goes on only when told to.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock at an instant of RFC 3339.
    ///
    /// # Panics
    /// When the text is no instant.
    #[must_use]
    pub fn at(instant: &str) -> Self {
        let instant: DateTime<Utc> = instant.parse().expect("an instant of RFC 3339");
        Self(AtomicI64::new(instant.timestamp_micros()))
    }

    /// Lets time pass.
    ///
    /// # Panics
    /// When the time is longer than 290,000 years.
    pub fn advance(&self, by: Duration) {
        let micros = by.num_microseconds().expect("a time a test can pass");
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).expect("an instant of the calendar")
    }
}

/// Bytes that count up: never the same twice in one test, always the same in every run.
#[derive(Debug, Default)]
pub struct CountingEntropy(AtomicU64);

impl CountingEntropy {
    /// Begins to count elsewhere, so as not to meet the ids of another counter.
    #[must_use]
    pub fn starting_at(count: u64) -> Self {
        Self(AtomicU64::new(count))
    }
}

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
        let count = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        // At the end, so that ids of one instant sort in the order they were made.
        for (byte, counted) in bytes.iter_mut().rev().zip(count.into_iter().rev()) {
            *byte = counted;
        }
    }
}
