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
    const JAPAN: FixedOffset = FixedOffset::east_opt(9 * 60 * 60).expect("nine hours is a valid offset");
    at.with_timezone(&JAPAN)
}

/// A fixed clock and seeded randomness for tests.
#[cfg(any(test, feature = "testing"))]
pub mod testing {
    use std::sync::Mutex;

    use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

    use super::{Clock, Entropy};

    /// A clock that stands still until it is moved.
    #[derive(Debug)]
    pub struct FixedClock(Mutex<DateTime<Utc>>);

    impl FixedClock {
        /// A clock that stands at this instant.
        #[must_use]
        pub fn new(at: DateTime<Utc>) -> Self {
            Self(Mutex::new(at))
        }

        /// A clock that stands at nine in the morning of this day in Japan.
        #[must_use]
        pub fn on(day: NaiveDate) -> Self {
            Self::new(day.and_time(chrono::NaiveTime::MIN).and_utc())
        }

        /// Moves the clock forward.
        ///
        /// # Panics
        /// If a test panicked while it moved the clock.
        pub fn advance(&self, by: TimeDelta) {
            *self.0.lock().expect("the clock is not poisoned") += by;
        }
    }

    impl Clock for FixedClock {
        fn now(&self) -> DateTime<Utc> {
            *self.0.lock().expect("the clock is not poisoned")
        }
    }

    /// Bytes of a generator (`SplitMix64`) that starts from a seed: the same seed, the same bytes. Not secret.
    #[derive(Debug)]
    pub struct SeededEntropy(Mutex<u64>);

    impl SeededEntropy {
        /// Starts from a seed.
        #[must_use]
        pub fn new(seed: u64) -> Self {
            Self(Mutex::new(seed))
        }
    }

    impl Entropy for SeededEntropy {
        fn fill(&self, bytes: &mut [u8]) {
            let mut state = self.0.lock().expect("the generator is not poisoned");
            for chunk in bytes.chunks_mut(8) {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut word = *state;
                word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                word ^= word >> 31;
                chunk.copy_from_slice(&word.to_le_bytes()[..chunk.len()]);
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::ids::CaseId;

        #[test]
        fn the_same_start_gives_the_same_ids() {
            let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
            let ids = |seed| {
                let (clock, entropy) = (FixedClock::on(day), SeededEntropy::new(seed));
                (0..3).map(|_| CaseId::new(&clock, &entropy)).collect::<Vec<_>>()
            };
            assert_eq!(ids(1), ids(1));
            assert_ne!(ids(1), ids(2));
            assert_ne!(ids(1)[0], ids(1)[1]);
        }

        #[test]
        fn the_clock_stands_in_japan() {
            let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
            let clock = FixedClock::on(day);
            assert_eq!(clock.today(), day);
            clock.advance(TimeDelta::hours(15));
            assert_eq!(clock.today(), day.succ_opt().unwrap());
        }
    }
}
