//! Times of repeated work.

use std::time::{Duration, Instant};

/// The times of `times` runs after one that warms up.
pub(crate) fn repeated(times: usize, mut work: impl FnMut()) -> Times {
    work();
    let mut all = Times::default();
    for _ in 0..times {
        let start = Instant::now();
        work();
        all.add(start.elapsed());
    }
    all
}

/// Times, and what is told of them.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Adds all of another.
    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that this many of a hundred do not exceed, in milliseconds.
    pub(crate) fn percentile(&mut self, of_a_hundred: usize) -> f64 {
        self.0.sort_unstable();
        let place = (self.0.len() * of_a_hundred).div_ceil(100).saturating_sub(1);
        self.0.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    /// `p50 … ms, p95 … ms, longest … ms`.
    pub(crate) fn line(&mut self) -> String {
        format!(
            "p50 {:.3} ms, p95 {:.3} ms, longest {:.3} ms ({} times)",
            self.percentile(50),
            self.percentile(95),
            self.percentile(100),
            self.len()
        )
    }
}
