//! How often a client may ask: so many requests in each minute of the clock, counted by each server for itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use madoguchi_model::ids::ApiClientId;

/// Counts of all clients. Cheap to clone.
#[derive(Clone, Default)]
pub struct RateLimits(Arc<Mutex<HashMap<ApiClientId, Count>>>);

/// Requests in one minute.
struct Count {
    minute: i64,
    requests: i32,
}

/// How a client stands after a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    /// Requests a minute.
    pub(crate) limit: i32,
    /// How many are left in this minute.
    pub(crate) remaining: i32,
    /// Seconds until the next minute.
    pub(crate) reset: i64,
    /// Refused; may come again after so many seconds.
    pub(crate) refused_for: Option<u64>,
}

impl RateLimits {
    /// Counts a request.
    pub(crate) fn ask(&self, client: ApiClientId, limit: i32, now: DateTime<Utc>) -> Standing {
        let minute = now.timestamp().div_euclid(60);
        let reset = 60 - now.timestamp().rem_euclid(60);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(client).or_insert(Count { minute, requests: 0 });
        if count.minute != minute {
            *count = Count { minute, requests: 0 };
        }
        let refused = count.requests >= limit;
        if !refused {
            count.requests += 1;
        }
        Standing {
            limit,
            remaining: limit - count.requests,
            reset,
            refused_for: refused.then(|| reset.unsigned_abs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_minute_holds_so_many_and_the_next_one_again() {
        let (limits, client) = (RateLimits::default(), ApiClientId(Uuid::nil()));
        let at = |second: i64| DateTime::from_timestamp(second, 0).unwrap();
        assert_eq!(limits.ask(client, 2, at(600)).remaining, 1);
        assert_eq!(limits.ask(client, 2, at(610)).refused_for, None);
        assert_eq!(limits.ask(client, 2, at(655)).refused_for, Some(5));
        let other = ApiClientId(Uuid::max());
        assert_eq!(limits.ask(other, 2, at(655)).refused_for, None);
        assert_eq!(limits.ask(client, 2, at(660)).remaining, 1);
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_lock_out() {
        let (limits, client) = (RateLimits::default(), ApiClientId(Uuid::nil()));
        let at = |second: i64| DateTime::from_timestamp(second, 0).unwrap();
        assert_eq!(limits.ask(client, 1, at(7_200)).refused_for, None);
        assert_eq!(limits.ask(client, 1, at(600)).refused_for, None);
    }
}
