//! The processor's time, of this program and of the database server it started.

use std::time::{Duration, Instant};

/// Linux counts in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// Fields of `/proc/PID/stat` after the name.
fn stat(pid: &str) -> Option<Vec<u64>> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let after = stat.rsplit(')').next()?;
    Some(
        after
            .split_whitespace()
            .skip(1)
            .map(|field| field.parse().unwrap_or(0))
            .collect(),
    )
}

fn used(fields: &[u64]) -> Duration {
    TICK * u32::try_from(fields[10] + fields[11]).unwrap_or(u32::MAX)
}

/// A stopwatch of three hands.
pub(crate) struct Watch {
    server: u32,
    wall: Instant,
    own: Duration,
    of_server: Duration,
}

/// What it shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Took {
    pub(crate) wall: f64,
    pub(crate) own: f64,
    pub(crate) server: f64,
}

impl Took {
    /// All of the processor's time.
    pub(crate) fn processor(self) -> f64 {
        self.own + self.server
    }
}

impl Watch {
    pub(crate) fn start(server: u32) -> Self {
        Self {
            server,
            wall: Instant::now(),
            own: own(),
            of_server: of_server(server),
        }
    }

    pub(crate) fn stop(&self) -> Took {
        Took {
            wall: self.wall.elapsed().as_secs_f64(),
            own: own().saturating_sub(self.own).as_secs_f64(),
            server: of_server(self.server)
                .saturating_sub(self.of_server)
                .as_secs_f64(),
        }
    }
}

pub(crate) fn own() -> Duration {
    stat("self").map_or(Duration::ZERO, |fields| used(&fields))
}

/// Of the server's process and its children that still run: connections stay open while something is measured.
fn of_server(server: u32) -> Duration {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let of = |name: String| {
        let fields = stat(&name)?;
        let its = name == server.to_string() || fields[0] == u64::from(server);
        its.then(|| used(&fields))
    };
    processes
        .filter_map(|process| of(process.file_name().to_string_lossy().into_owned()))
        .sum()
}
