//! Starts or adopts the server.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::{Cluster, Durability, Started};
use crate::ClusterError;
use crate::postmaster::{self, State};
use crate::watchdog::Watchdog;

/// Long enough to recover after a crash.
const LONGEST_START: Duration = Duration::from_mins(2);

/// After a SIGKILL of the server its children need a moment to notice; until then a new one refuses to start.
const ATTEMPTS: u32 = 20;

impl Cluster {
    pub(super) fn bring_up(&mut self) -> Result<(), ClusterError> {
        self.watchdog = None;
        if self.layout.data.join("PG_VERSION").is_file() {
            self.write_access()?;
            self.started = if self.adopt()? {
                Started::Adopted
            } else {
                self.start_server()?
            };
        } else {
            self.initialise()?;
            self.write_access()?;
            self.start_server()?;
            self.started = Started::New;
        }
        Ok(())
    }

    /// Takes over a server that runs on after its program and its watchdog were killed.
    fn adopt(&mut self) -> Result<bool, ClusterError> {
        let patience = Instant::now();
        while let Some(server) = postmaster::running(&self.layout.data) {
            if server.state == State::Ready {
                let (manner, pid) = (self.manner(), server.process.pid);
                let watchdog = Watchdog::adopt(&self.accounts, &self.layout, &self.lock, &manner, pid)?;
                self.watchdog = Some(watchdog);
                return Ok(true);
            }
            if patience.elapsed() > LONGEST_START {
                return Err(ClusterError::StillStopping {
                    directory: self.layout.state.clone(),
                });
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(false)
    }

    fn start_server(&mut self) -> Result<Started, ClusterError> {
        if postmaster::is_misleading(&self.layout.data) {
            let file = self.layout.data.join("postmaster.pid");
            std::fs::remove_file(&file).map_err(ClusterError::io(&file))?;
        }
        for _ in 0..ATTEMPTS {
            let (manner, server) = (self.manner(), self.server_command());
            let mut watchdog = Watchdog::start(&self.accounts, &self.layout, &self.lock, &manner, &server)?;
            if self.wait_until_ready(&mut watchdog) {
                self.watchdog = Some(watchdog);
                return Ok(Started::Existing);
            }
            watchdog.release();
            if !self.log_tail().contains("shared memory block") {
                break;
            }
            thread::sleep(Duration::from_millis(250));
        }
        Err(ClusterError::DidNotStart {
            log: self.layout.log.clone(),
            tail: self.log_tail(),
        })
    }

    fn wait_until_ready(&self, watchdog: &mut Watchdog) -> bool {
        let patience = Instant::now();
        while patience.elapsed() < LONGEST_START {
            if postmaster::running(&self.layout.data).is_some_and(|server| server.state == State::Ready) {
                return true;
            }
            if watchdog.has_ended() {
                return false;
            }
            thread::sleep(Duration::from_millis(10));
        }
        false
    }

    /// All settings are given here, so that those of a newer program hold for an older data directory.
    fn server_command(&self) -> Command {
        let mut server = Command::new(self.binaries.program("postgres"));
        server.arg("-D").arg(&self.layout.data);
        let mut set = |name: &str, value: &str| {
            server.arg("-c").arg(format!("{name}={value}"));
        };
        set("listen_addresses", "");
        set(
            "unix_socket_directories",
            &quoted_path(&self.layout.socket.to_string_lossy()),
        );
        set("unix_socket_permissions", "0700");
        set("hba_file", &self.layout.access.to_string_lossy());
        set("ident_file", &self.layout.access_map.to_string_lossy());
        set("max_connections", "200");
        set("timezone", "UTC");
        set("log_timezone", "UTC");
        // Neither statements nor the values in them reach the log: they hold personal data.
        set("log_min_error_statement", "panic");
        set("log_error_verbosity", "terse");
        let sync = if self.options.durability == Durability::Durable {
            "on"
        } else {
            "off"
        };
        for name in ["fsync", "synchronous_commit", "full_page_writes"] {
            set(name, sync);
        }
        for (name, value) in &self.options.settings {
            set(name, value);
        }
        server
    }

    fn log_tail(&self) -> String {
        let text = std::fs::read(&self.layout.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

/// The setting is a list: a comma or space in a directory must not end it.
fn quoted_path(path: &str) -> String {
    format!("\"{}\"", path.replace('"', "\"\""))
}
