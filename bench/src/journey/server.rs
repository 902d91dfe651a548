//! The program in its demonstration, on a state directory of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = "target/release/madoguchi";
const PATIENCE: Duration = Duration::from_mins(5);

/// Memory of the program in megabytes, its database not counted.
pub(super) struct Memory {
    pub(super) now: u64,
    pub(super) highest: u64,
}

/// The running program. Dropped, it is ended, and its data goes.
pub(super) struct Server {
    child: Child,
    state: PathBuf,
    ready: Value,
}

impl Server {
    pub(super) fn start() -> Result<Self, String> {
        let state = std::env::temp_dir().join(format!("mado-bench-{}", std::process::id()));
        std::fs::create_dir_all(&state).map_err(|error| error.to_string())?;
        let file = state.join("ready.json");
        let child = Command::new(PROGRAM)
            .args(["demo", "--port", "0", "--state-dir"])
            .arg(state.join("demo"))
            .arg("--ready-file")
            .arg(&file)
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("{PROGRAM}: {error} (cargo build --release -p madoguchi-cli)"))?;
        let mut server = Self {
            child,
            state,
            ready: Value::Null,
        };
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(ready) = read(&file) {
                server.ready = ready;
                return Ok(server);
            }
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("{PROGRAM} ended: {status}"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(format!("{PROGRAM} was not ready in time"))
    }

    pub(super) fn port(&self) -> u16 {
        let url = self.ready["url"].as_str().unwrap_or_default();
        url.trim_end_matches('/')
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok())
            .unwrap_or_default()
    }

    pub(super) fn host(&self) -> &str {
        self.ready["municipalities"][0]["host"]
            .as_str()
            .unwrap_or_default()
    }

    /// Name and password of a front desk officer; officers share accounts where there are fewer.
    pub(super) fn account(&self, officer: usize) -> (&str, &str) {
        let accounts = self.ready["municipalities"][0]["accounts"].as_array();
        let desks: Vec<&Value> = accounts
            .into_iter()
            .flatten()
            .filter(|account| account["role"] == "front_desk")
            .collect();
        let account = desks[officer % desks.len()];
        let text = |name: &str| account[name].as_str().unwrap_or_default();
        (text("sign_in_name"), text("password"))
    }

    pub(super) fn memory(&self) -> Memory {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let megabytes = |name: &str| {
            let line = status
                .lines()
                .find(|line| line.starts_with(name))
                .unwrap_or_default();
            let number = line
                .split_whitespace()
                .nth(1)
                .and_then(|number| number.parse::<u64>().ok());
            number.unwrap_or_default() / 1024
        };
        Memory {
            now: megabytes("VmRSS:"),
            highest: megabytes("VmHWM:"),
        }
    }

    /// Ends it in good order.
    pub(super) fn stop(mut self) -> Result<(), String> {
        self.end()
    }

    fn end(&mut self) -> Result<(), String> {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return Ok(());
        }
        Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .and_then(|_| self.child.wait())
            .map(drop)
            .map_err(|error| error.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.end();
        let _ = std::fs::remove_dir_all(&self.state);
    }
}

fn read(file: &Path) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}
