//! How long a failed job waits.

use chrono::Duration;

/// Each wait is four times the one before, up to a longest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BackOff {
    /// The wait after the first failure.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// After so many attempts the job becomes a dead letter.
    pub attempts: i32,
}

impl Default for BackOff {
    /// 2 s, 8 s, 32 s … at most an hour; ten attempts, which take some four hours.
    fn default() -> Self {
        Self {
            first: Duration::seconds(2),
            longest: Duration::hours(1),
            attempts: 10,
        }
    }
}

impl BackOff {
    /// The wait after the attempt with this number, from 1; none when it was the last.
    #[must_use]
    pub fn after(&self, attempt: i32) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let times = u32::try_from(attempt - 1).map_or(1, |n| 4_i32.saturating_pow(n));
        Some(
            self.first
                .checked_mul(times)
                .map_or(self.longest, |wait| wait.min(self.longest)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest_and_then_end() {
        let back_off = BackOff::default();
        let waits: Vec<i64> = (1..=10)
            .filter_map(|attempt| back_off.after(attempt))
            .map(|wait| wait.num_seconds())
            .collect();
        assert_eq!(waits, [2, 8, 32, 128, 512, 2048, 3600, 3600, 3600]);
        assert_eq!(back_off.after(10), None);
        assert_eq!(back_off.after(i32::MAX), None);
    }
}
