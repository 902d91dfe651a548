//! Watches over each input: how long it takes and how much memory is held. What goes too far ends the program, since a
//! thread that hangs cannot be stopped.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// CPU time one input may take. The largest takes a few seconds without optimisation.
const LONGEST: Duration = Duration::from_secs(20);
/// Memory the program may hold, in megabytes.
const MOST: u64 = 600;
/// How often it looks.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Default)]
struct State {
    /// The input being tried, and the program's CPU time when it began.
    trying: Option<(u64, Duration)>,
    slowest: Duration,
}

pub(crate) struct Watch(Arc<Mutex<State>>);

impl Watch {
    /// Begins to watch. What goes too far is told, with the number of the input, before the program ends.
    pub(crate) fn start(tell: impl Fn(u64, &str) + Send + 'static) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let seen = Arc::clone(&state);
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(PAUSE);
                let trying = seen.lock().unwrap_or_else(PoisonError::into_inner).trying;
                let Some((n, began)) = trying else { continue };
                if cpu_time().saturating_sub(began) > LONGEST {
                    tell(n, "takes too long");
                    std::process::exit(1);
                }
                if megabytes("VmRSS:") > MOST {
                    tell(n, "takes too much memory");
                    std::process::exit(1);
                }
            }
        });
        Self(state)
    }

    pub(crate) fn begin(&self, n: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).trying = Some((n, cpu_time()));
    }

    pub(crate) fn end(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, began)) = state.trying.take() {
            state.slowest = state.slowest.max(cpu_time().saturating_sub(began));
        }
    }

    /// CPU time of the slowest input.
    pub(crate) fn slowest(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).slowest
    }
}

/// The most memory the program ever held.
pub(crate) fn peak_megabytes() -> u64 {
    megabytes("VmHWM:")
}

/// A line of `/proc/self/status`, which counts in kilobytes.
fn megabytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|found| found.strip_prefix(line));
    let kilobytes: Option<u64> = value.and_then(|value| value.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// The CPU time the program has used. Linux counts it in hundredths of a second.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    Duration::from_millis(ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
}
