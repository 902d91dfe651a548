//! What Linux tells of this program.

use std::time::Duration;

/// The CPU time of this thread so far.
pub(crate) fn cpu_time() -> Result<Duration, String> {
    let schedule =
        std::fs::read_to_string("/proc/thread-self/schedstat").map_err(|error| error.to_string())?;
    let first = schedule.split_whitespace().next();
    let nanoseconds = first.and_then(|first| first.parse().ok());
    Ok(Duration::from_nanos(nanoseconds.ok_or("no CPU time")?))
}

/// A line of `/proc/self/status`, in kilobytes.
pub(crate) fn kilobytes(line: &str) -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let value = status.lines().find_map(|found| found.strip_prefix(line));
    let number = value.and_then(|value| value.trim().trim_end_matches(" kB").parse().ok());
    number.ok_or_else(|| format!("no {line}"))
}
