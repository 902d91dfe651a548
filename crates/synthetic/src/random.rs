//! Repeatable choices: the same seed, the same choices, on every machine.

use chrono::{Days, NaiveDate, Utc};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::Uuid;

/// A die that always falls the same way for the same seed.
#[derive(Debug)]
pub(crate) struct Dice {
    rng: ChaCha8Rng,
    /// Ids carry this instant (UUID version 7).
    millis: u64,
}

impl Dice {
    /// A die for a seed and a day that ids are dated with.
    pub(crate) fn new(seed: u64, day: NaiveDate) -> Self {
        let at = day
            .and_time(chrono::NaiveTime::MIN)
            .and_local_timezone(Utc)
            .single();
        let millis = at
            .and_then(|at| u64::try_from(at.timestamp_millis()).ok())
            .unwrap_or(0);
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            millis,
        }
    }

    /// A number below `bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let wide = u64::from(self.rng.next_u32()) * u64::from(bound);
        u32::try_from(wide >> 32).expect("less than the bound")
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `per_mille` of a thousand cases.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of several, all alike.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let at = self.below(u32::try_from(from.len()).expect("a short list"));
        &from[at as usize]
    }

    /// One of several by weight.
    pub(crate) fn weighted<'a, T>(&mut self, from: &'a [T], weight: impl Fn(&T) -> u32) -> &'a T {
        let mut at = self.below(from.iter().map(&weight).sum());
        from.iter()
            .find(|item| {
                let weight = weight(item);
                let hit = at < weight;
                at = at.saturating_sub(weight);
                hit
            })
            .expect("the weights sum up to the bound")
    }

    /// A day from `first` to `last`, both included; `last` if they are the wrong way round.
    pub(crate) fn day(&mut self, first: NaiveDate, last: NaiveDate) -> NaiveDate {
        match u32::try_from((last - first).num_days()) {
            Ok(days) => first + Days::new(u64::from(self.between(0, days))),
            Err(_) => last,
        }
    }

    /// A date of birth that makes a person `age` years old on `on`.
    pub(crate) fn born(&mut self, age: u32, on: NaiveDate) -> NaiveDate {
        let youngest = on - chrono::Months::new(12 * age);
        youngest - Days::new(u64::from(self.below(365)))
    }

    /// An id of a kind.
    pub(crate) fn id<T: From<Uuid>>(&mut self) -> T {
        let mut bytes = [0; 10];
        self.rng.fill_bytes(&mut bytes);
        uuid::Builder::from_unix_timestamp_millis(self.millis, &bytes)
            .into_uuid()
            .into()
    }
}
