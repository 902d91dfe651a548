//! When a source is looked into.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use madoguchi_model::clock::in_japan;

/// When a source is looked into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schedule {
    /// Every so many minutes, 1 to 1,440.
    Every(u16),
    /// Every day at this time in Japan.
    Daily(NaiveTime),
}

impl Schedule {
    pub(crate) fn of(every_minutes: Option<i32>, at_time: Option<NaiveTime>) -> Option<Self> {
        match (every_minutes, at_time) {
            (Some(minutes), None) => u16::try_from(minutes).ok().map(Self::Every),
            (None, Some(time)) => Some(Self::Daily(time)),
            _ => None,
        }
    }

    pub(crate) fn columns(self) -> (Option<i32>, Option<NaiveTime>) {
        match self {
            Self::Every(minutes) => (Some(i32::from(minutes)), None),
            Self::Daily(time) => (None, Some(time)),
        }
    }

    /// The next time after an instant.
    #[must_use]
    pub fn after(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Every(minutes) => now + Duration::minutes(i64::from(minutes)),
            Self::Daily(time) => {
                let here = in_japan(now);
                let today = here.time() < time;
                let day = here.date_naive();
                let day = if today { Some(day) } else { day.succ_opt() };
                day.map_or(now + Duration::days(1), |day| {
                    // A day in Japan begins nine hours before the same day in UTC.
                    day.and_time(time).and_utc() - Duration::hours(9)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_todays_or_tomorrows_in_japan() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let two = Schedule::Daily("02:00:00".parse().unwrap());
        // Half past one in the morning of the 28th in Japan.
        assert_eq!(two.after(at("2026-11-27T16:30:00Z")), at("2026-11-27T17:00:00Z"));
        assert_eq!(two.after(at("2026-11-27T17:00:00Z")), at("2026-11-28T17:00:00Z"));
        assert_eq!(
            Schedule::Every(15).after(at("2026-11-27T23:50:00Z")),
            at("2026-11-28T00:05:00Z")
        );
    }
}
