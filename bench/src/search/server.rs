//! The program serving the city.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::city::City;

const PROGRAM: &str = "target/release/madoguchi";
const PATIENCE: Duration = Duration::from_mins(1);

/// The running program. Dropped, it is ended.
pub(crate) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts it on a free port of the loopback.
    pub(crate) fn start(city: &City) -> Result<Self, String> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
        let port = free.map_err(|error| error.to_string())?.port();
        let spool = city.directory().join("spool");
        std::fs::create_dir_all(&spool).map_err(|error| error.to_string())?;
        let child = Command::new(PROGRAM)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .arg("--audit-anchors")
            .arg(city.directory().join("anchors.jsonl"))
            .arg("--spool")
            .arg(spool)
            .env("MADOGUCHI_DATABASE_URL", city.url())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("{PROGRAM}: {error} (cargo build --release -p madoguchi-cli)"))?;
        let mut server = Self { child, port };
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(server);
            }
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("{PROGRAM} ended: {status}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{PROGRAM} was not ready in time"))
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Ends it in good order.
    pub(crate) fn stop(mut self) -> Result<(), String> {
        self.end()
    }

    fn end(&mut self) -> Result<(), String> {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return Ok(());
        }
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        told.and_then(|_| self.child.wait())
            .map(drop)
            .map_err(|error| error.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.end();
    }
}
