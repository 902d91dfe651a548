//! One program at a time for each state directory.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::ClusterError;
use crate::layout::Layout;
use crate::process::Process;

/// How long a dead program's watchdog may take to stop its server.
const LONGEST_STOP: Duration = Duration::from_mins(1);

/// The lock of a state directory. It is held by the program and, through [`StateLock::share`], by its watchdog;
/// so it comes free only when the program *and* its server are gone, or when the watchdog was killed too.
#[derive(Debug)]
pub(crate) struct StateLock(File);

impl StateLock {
    /// Takes the lock; waits for the watchdog of a program that has died.
    pub(crate) fn take(layout: &Layout) -> Result<Self, ClusterError> {
        let fails = || ClusterError::io(&layout.lock);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&layout.lock)
            .map_err(fails())?;
        let patience = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(fails()(error)),
                Err(TryLockError::WouldBlock) => {}
            }
            if let Some(owner) = owner(&mut file).filter(|owner| owner.is_alive()) {
                return Err(ClusterError::InUse {
                    directory: layout.state.clone(),
                    pid: owner.pid,
                });
            }
            if patience.elapsed() > LONGEST_STOP {
                return Err(ClusterError::StillStopping {
                    directory: layout.state.clone(),
                });
            }
            thread::sleep(Duration::from_millis(50));
        }
        let me = Process::me().map(|me| me.to_string()).unwrap_or_default();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{me}"))
            .map_err(fails())?;
        Ok(Self(file))
    }

    /// A handle for a child process: the lock stays held as long as the child runs.
    pub(crate) fn share(&self) -> std::io::Result<Stdio> {
        self.0.try_clone().map(Stdio::from)
    }
}

impl Drop for StateLock {
    fn drop(&mut self) {
        // The lock itself may stay held for another moment, by a child that is just ending: whoever asks for
        // it then shall wait and not be told that it is in use.
        let _ = self.0.set_len(0);
    }
}

fn owner(file: &mut File) -> Option<Process> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    text.parse().ok()
}
