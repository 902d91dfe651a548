//! How often somebody may guess.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_store::sign_in_attempts::Failures;

/// Failures are counted over this long, and lock for as long after the last one.
pub(crate) const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Failures of one name.
const BY_NAME: i64 = 5;

/// Failures from one address, any name. A whole counter may sit behind one address.
const BY_ADDRESS: i64 = 50;

/// Until when no attempt is accepted; none when one is.
pub(crate) fn locked_until(failures: &Failures) -> Option<DateTime<Utc>> {
    let name = failures.last_by_name.filter(|_| failures.by_name >= BY_NAME);
    let address = failures
        .last_by_address
        .filter(|_| failures.by_address >= BY_ADDRESS);
    name.max(address).map(|last| last + WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn the_fifth_failure_of_a_name_locks_it() {
        let failures = |by_name| Failures {
            by_name,
            last_by_name: Some(at(100)),
            ..Failures::default()
        };
        assert_eq!(locked_until(&failures(4)), None);
        assert_eq!(locked_until(&failures(5)), Some(at(100) + WINDOW));
    }

    #[test]
    fn many_names_from_one_address_lock_the_address() {
        let failures = Failures {
            by_address: 50,
            last_by_address: Some(at(7)),
            ..Failures::default()
        };
        assert_eq!(locked_until(&failures), Some(at(7) + WINDOW));
    }
}
