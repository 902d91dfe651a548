//! The PC/SC service as a child.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use madoguchi_virtual_card::READERS;
use rustix::process::{Pid, Signal, kill_process};

use super::FIRST_PORT;

/// How often it is looked at, and how many times before it is given up.
const PAUSE: Duration = Duration::from_millis(50);
const LOOKS: u32 = 200;

pub(super) struct Service {
    program: PathBuf,
    directory: PathBuf,
    /// Newer versions ask polkit who may use a card; nobody but the desk's callers reaches this socket.
    without_polkit: bool,
    child: Option<Child>,
}

impl Service {
    pub(super) fn new(directory: &Path, program: &Path) -> Result<Self, String> {
        let help = Command::new(program)
            .arg("--help")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{} ({error})", program.display()))?;
        let said = [help.stdout, help.stderr].concat();
        Ok(Self {
            program: program.to_owned(),
            directory: directory.to_owned(),
            without_polkit: String::from_utf8_lossy(&said).contains("--disable-polkit"),
            child: None,
        })
    }

    /// Starts it, and waits until it can be reached. Nothing if it runs.
    pub(super) fn start(&mut self) -> Result<(), String> {
        if self.child.is_some() {
            return Ok(());
        }
        let log =
            std::fs::File::create(self.directory.join("pcscd.log")).map_err(|error| error.to_string())?;
        let mut command = Command::new(&self.program);
        command
            .args(["--foreground", "--error", "--config"])
            .arg(self.directory.join("configuration"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(|error| error.to_string())?)
            .stderr(log);
        if self.without_polkit {
            command.arg("--disable-polkit");
        }
        let name = self.program.display();
        let mut child = command.spawn().map_err(|error| format!("{name} ({error})"))?;
        for _ in 0..LOOKS {
            if self.can_be_reached() {
                self.child = Some(child);
                return Ok(());
            }
            if let Ok(Some(status)) = child.try_wait() {
                return Err(format!(
                    "a PC/SC service that runs: {name} ended ({status}) {}",
                    self.last_words()
                ));
            }
            sleep(PAUSE);
        }
        let _ = child.kill();
        let _ = child.wait();
        Err(format!(
            "the virtual readers: {name} did not load their driver {}",
            self.last_words()
        ))
    }

    /// Stops it: as asked, then by force.
    pub(super) fn stop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(id, Signal::TERM);
        }
        for _ in 0..LOOKS / 4 {
            if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
                break;
            }
            sleep(PAUSE);
        }
        let _ = child.kill();
        let _ = child.wait();
        for left in ["pcscd.comm", "pcscd.pid"] {
            let _ = std::fs::remove_file(self.directory.join("run/pcscd").join(left));
        }
    }

    fn can_be_reached(&self) -> bool {
        let listening = std::fs::read_to_string("/proc/self/net/tcp").unwrap_or_default();
        // Local address and port, remote ones, and 0A: it listens.
        let listens = |port: u16| {
            let address = format!(":{port:04X} 00000000:0000 0A");
            listening.lines().any(|line| line.contains(&address))
        };
        (FIRST_PORT..).take(READERS).all(listens) && self.directory.join("run/pcscd/pcscd.comm").exists()
    }

    /// The last line the service wrote.
    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.directory.join("pcscd.log")).unwrap_or_default();
        log.lines()
            .last()
            .map(|line| format!("[{line}]"))
            .unwrap_or_default()
    }
}
