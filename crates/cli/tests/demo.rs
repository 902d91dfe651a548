//! The demonstration, started, killed and started again as people would.

#![expect(clippy::unwrap_used, reason = "these are tests: the helpers too may panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A state directory, removed at the end.
struct State(PathBuf);

impl State {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("madoguchi-demo-{test}-{}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // The lock comes free when the database of a killed demonstration has ended.
        if let Ok(lock) = std::fs::File::open(self.0.join("lock")) {
            let _ = lock.lock();
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running demonstration. Dropping it kills it, and so its database.
struct Demo {
    child: Child,
    ready: Value,
    printed: String,
}

impl Demo {
    fn start(state: &Path, arguments: &[&str]) -> Self {
        let file = state.join("ready.json");
        let _ = std::fs::remove_file(&file);
        let mut child = Command::new(env!("CARGO_BIN_EXE_madoguchi"))
            .args(["demo", "--without-cards", "--port", "0", "--state-dir"])
            .arg(state)
            .arg("--ready-file")
            .arg(&file)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let mut printed = String::new();
        for line in lines.by_ref() {
            printed.push_str(&line);
            printed.push('\n');
            if line.contains("Ctrl+C") {
                break;
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        eventually(|| file.exists());
        let ready = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        Self {
            child,
            ready,
            printed,
        }
    }

    /// The status of a page and its text.
    fn get(&self, path: &str) -> Option<(u16, String)> {
        let address = self.ready["url"]
            .as_str()
            .unwrap()
            .strip_prefix("http://")
            .unwrap();
        let mut stream = TcpStream::connect(address).ok()?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )
        .ok()?;
        let mut text = String::new();
        stream.read_to_string(&mut text).ok()?;
        Some((text.split(' ').nth(1)?.parse().ok()?, text))
    }

    fn postgres(&self) -> u64 {
        self.ready["postgres_pid"].as_u64().unwrap()
    }

    fn signal(&self, name: &str) {
        signal(name, self.child.id().into());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(name: &str, pid: u64) {
    let sent = Command::new("sh")
        .args(["-c", "kill -$1 $2", "sh", name, &pid.to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

fn is_running(pid: u64) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn eventually(condition: impl Fn() -> bool) {
    let began = Instant::now();
    while !condition() {
        assert!(began.elapsed() < Duration::from_mins(2), "waited in vain");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

#[test]
fn the_sign_in_page_answers_and_everything_ends_in_good_order() {
    let state = State::new("order");
    let mut demo = Demo::start(&state.0, &[]);
    assert!(
        demo.printed.contains("http://mihon.localhost:"),
        "{}",
        demo.printed
    );
    let (status, page) = demo.get("/sign-in").unwrap();
    assert_eq!(status, 200, "{page}");
    for municipality in demo.ready["municipalities"].as_array().unwrap() {
        for account in municipality["accounts"].as_array().unwrap() {
            assert!(demo.printed.contains(account["password"].as_str().unwrap()));
        }
    }
    demo.signal("TERM");
    assert!(demo.child.wait().unwrap().success());
    assert!(!is_running(demo.postgres()));
}

#[test]
fn after_a_kill_of_the_program_the_next_start_has_the_same_data_and_no_process_is_left() {
    let state = State::new("program");
    let mut first = Demo::start(&state.0, &[]);
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    eventually(|| !is_running(first.postgres()));
    let second = Demo::start(&state.0, &[]);
    assert!(second.printed.contains("前回のデータ"), "{}", second.printed);
    // The passwords too are those of the first start.
    assert_eq!(
        first.ready["municipalities"][0]["accounts"],
        second.ready["municipalities"][0]["accounts"]
    );
    assert_eq!(second.get("/readyz").unwrap().0, 200);
}

#[test]
fn a_killed_database_comes_back_by_itself() {
    let state = State::new("database");
    let demo = Demo::start(&state.0, &[]);
    signal("KILL", demo.postgres());
    eventually(|| !is_running(demo.postgres()));
    eventually(|| demo.get("/readyz").is_some_and(|(status, _)| status == 200));
}

#[test]
fn reset_starts_anew_and_a_second_program_is_refused() {
    let state = State::new("reset");
    let first = Demo::start(&state.0, &[]);
    let refused = Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(["demo", "--without-cards", "--port", "0", "--state-dir"])
        .arg(&state.0)
        .output()
        .unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("使用中"));
    let before = first.ready["municipalities"][0]["accounts"].clone();
    drop(first);
    let second = Demo::start(&state.0, &["--reset"]);
    assert!(second.printed.contains("新しいデータ"), "{}", second.printed);
    assert_ne!(before, second.ready["municipalities"][0]["accounts"]);
}
