//! How far an import is, on the console.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_model::clock::Clock;
use madoguchi_store::imports::Progress;

/// How often a line is written.
const EVERY: TimeDelta = TimeDelta::seconds(2);

/// Lines about an import: how far, how fast, how long still.
pub(super) struct Console<'c> {
    clock: &'c dyn Clock,
    bytes: u64,
    every: TimeDelta,
    began: Option<(DateTime<Utc>, u64, u64)>,
    last: Option<DateTime<Utc>>,
}

impl<'c> Console<'c> {
    /// Of a file of so many bytes; a line every two seconds, or for every chunk.
    pub(super) fn new(clock: &'c dyn Clock, bytes: u64, every_chunk: bool) -> Self {
        Self {
            clock,
            bytes,
            every: if every_chunk { TimeDelta::zero() } else { EVERY },
            began: None,
            last: None,
        }
    }

    /// The line to write now, if it is time for one.
    pub(super) fn line(&mut self, progress: Progress) -> Option<String> {
        let now = self.clock.now();
        match progress {
            Progress::Resumed(row) => Some(format!("前回の続きから始めます（{row} 行目まで済み）。")),
            Progress::Read { bytes, rows } => {
                let (since, bytes_then, rows_then) = *self.began.get_or_insert((now, bytes, rows));
                let end = bytes >= self.bytes;
                if !end && self.last.is_some_and(|last| now - last < self.every) {
                    return None;
                }
                self.last = Some(now);
                let percent = (bytes.min(self.bytes) * 100)
                    .checked_div(self.bytes)
                    .unwrap_or(100);
                let seconds = (now - since).num_milliseconds().max(0).unsigned_abs();
                let pace = pace(
                    rows - rows_then,
                    bytes - bytes_then,
                    seconds,
                    self.bytes.saturating_sub(bytes),
                );
                Some(format!("読み取り {percent:>3}%　{rows} 行{pace}"))
            }
            Progress::Switched { done, all } => {
                let last = done >= all;
                if !last && self.last.is_some_and(|last| now - last < self.every) {
                    return None;
                }
                self.last = Some(now);
                Some(format!(
                    "反映の準備 {done}/{all} 件（確定するまで、画面には今までの内容が出ます）"
                ))
            }
        }
    }
}

/// Rows a second, and the seconds that are left; nothing while it is too early to tell.
fn pace(rows: u64, bytes: u64, milliseconds: u64, left: u64) -> String {
    if milliseconds < 500 || bytes == 0 {
        return String::new();
    }
    let rate = rows * 1_000 / milliseconds;
    let seconds = u128::from(left) * u128::from(milliseconds) / u128::from(bytes) / 1_000;
    format!("　毎秒 {rate} 行　残り約 {} 分 {} 秒", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    struct At(AtomicI64);

    impl Clock for At {
        fn now(&self) -> DateTime<Utc> {
            DateTime::from_timestamp_millis(self.0.load(Ordering::Relaxed)).unwrap()
        }
    }

    #[test]
    fn it_tells_how_far_how_fast_and_how_long_still() {
        let clock = At(AtomicI64::new(0));
        let at = |second: i64| clock.0.store(second * 1_000, Ordering::Relaxed);
        let told = Cell::new(0);
        let mut console = Console::new(&clock, 1_000_000, false);
        let mut line = |second, bytes, rows| {
            at(second);
            told.set(told.get() + 1);
            console.line(Progress::Read { bytes, rows })
        };
        assert_eq!(line(0, 0, 0).unwrap(), "読み取り   0%　0 行");
        assert_eq!(line(1, 50_000, 4_000), None, "not at every chunk");
        let later = line(10, 250_000, 20_000).unwrap();
        assert_eq!(later, "読み取り  25%　20000 行　毎秒 2000 行　残り約 0 分 30 秒");
        assert!(
            line(10, 1_000_000, 80_000).unwrap().starts_with("読み取り 100%"),
            "the end is told"
        );
        let done = console.line(Progress::Switched { done: 5, all: 5 }).unwrap();
        assert!(done.starts_with("反映の準備 5/5 件"));
    }
}
