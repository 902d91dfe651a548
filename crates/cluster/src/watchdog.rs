//! The small process that stops the server when the program is gone, however it went.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::ClusterError;
use crate::account::Accounts;
use crate::layout::Layout;
use crate::lock::StateLock;

const SCRIPT: &str = include_str!("watchdog.sh");

/// Longer than the script takes for all its steps.
const LONGEST_STOP: Duration = Duration::from_mins(1);

/// How the watchdog treats the server.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    /// `INT` (fast, orderly) or `QUIT` (at once).
    pub(crate) signal: &'static str,
    /// Removed when the server has ended.
    pub(crate) remove: Option<PathBuf>,
}

/// The running watchdog; closing its standard input makes it stop the server.
#[derive(Debug)]
pub(crate) struct Watchdog(Child);

impl Watchdog {
    /// Starts the server under a new watchdog.
    pub(crate) fn start(
        accounts: &Accounts,
        layout: &Layout,
        lock: &StateLock,
        manner: &Manner,
        server: &Command,
    ) -> Result<Self, ClusterError> {
        let mut shell = shell(accounts, "start", manner, &layout.log);
        shell.arg(server.get_program()).args(server.get_args());
        spawn(shell, layout, lock)
    }

    /// Watches over a server that runs already.
    pub(crate) fn adopt(
        accounts: &Accounts,
        layout: &Layout,
        lock: &StateLock,
        manner: &Manner,
        server: u32,
    ) -> Result<Self, ClusterError> {
        let mut shell = shell(accounts, "adopt", manner, &layout.log);
        shell.arg(server.to_string());
        spawn(shell, layout, lock)
    }

    /// Whether the watchdog itself has ended, as it does when the server ends.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    /// Lets the watchdog stop the server and waits for it.
    pub(crate) fn release(&mut self) {
        drop(self.0.stdin.take());
        let patience = Instant::now();
        while !self.has_ended() && patience.elapsed() < LONGEST_STOP {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn shell(accounts: &Accounts, how: &str, manner: &Manner, log: &Path) -> Command {
    let mut shell = accounts.command("sh");
    shell.args(["-c", SCRIPT, "madoguchi-watchdog", how, manner.signal]);
    shell.arg(manner.remove.as_deref().unwrap_or(Path::new("")));
    shell.arg(log);
    shell
}

fn spawn(mut shell: Command, layout: &Layout, lock: &StateLock) -> Result<Watchdog, ClusterError> {
    let fails = || ClusterError::io(&layout.lock);
    shell
        .stdin(Stdio::piped())
        .stdout(lock.share().map_err(fails())?)
        .stderr(Stdio::null());
    shell.spawn().map(Watchdog).map_err(ClusterError::io("sh"))
}
